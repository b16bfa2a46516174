/**
 * Cuts JSON (RFC 8259) into the text of single records without parsing it, so that a list of any length is read in pieces.
 * Only strings and brackets are followed; whether a record is right is for `JSON.parse` to say.
 */

/** An object or list at the wanted depth. */
export interface CutRecord {
  /** Its text; '' where none is kept. */
  readonly text: string;
  /** Where it begins and ends, in characters. */
  readonly start: number;
  readonly end: number;
  /** Key of the outermost member that it lies in, null in a list. */
  readonly member: string | null;
  /** Its own key where it is a member, null in a list. */
  readonly key: string | null;
  readonly isList: boolean;
}

/** Text that is no JSON; `detail` is for a person. */
export class JsonDamage extends Error {
  override readonly name = 'JsonDamage';
}

/** Deeper nesting is nobody's table. */
const deepest = 256;
/** Characters of one record: also an image in base64 fits. */
const longestRecord = 64 * 1024 * 1024;

export interface Cutter {
  /**
   * Takes further text and gives the records that it finishes.
   * @throws JsonDamage
   */
  push(piece: string): CutRecord[];
  /** Says that there is no more text. Throws JsonDamage where something is left open. */
  end(): void;
}

/**
 * @param depth 0 for records one after the other (JSON lines), 1 for those in an outermost list or object, 2 for those in its
 * members
 * @param keeps whether their text is wanted
 */
export function recordCutter(depth: number, keeps: boolean): Cutter {
  let text = '';
  /** Characters before `text`. */
  let offset = 0;
  let at = 0;
  /** Keys of the containers around, null for lists and before the first key. */
  const keys: (string | null)[] = [];
  let level = 0;
  let recordAt = -1;
  let recordIsList = false;
  /** The last string outside of records, which is a key if a colon follows. */
  let quoted = '';
  const found: CutRecord[] = [];
  const marks = /["{}[\]:]/g;

  function open(isList: boolean): void {
    if (level === depth) {
      recordAt = at;
      recordIsList = isList;
    }
    if (level < depth) keys[level] = null;
    if (++level > deepest) throw new JsonDamage('nested too deep');
  }

  function close(): void {
    if (--level < 0) throw new JsonDamage('a bracket too many');
    if (level === depth) {
      found.push({
        text: keeps ? text.slice(recordAt, at + 1) : '',
        start: offset + recordAt,
        end: offset + at + 1,
        member: keys[0] ?? null,
        key: depth === 0 ? null : (keys[depth - 1] ?? null),
        isList: recordIsList,
      });
      recordAt = -1;
    }
  }

  /** Moves to the end of the string that begins here; false where it goes on in the next piece. */
  function passString(): boolean {
    let to = at;
    do {
      to = text.indexOf('"', to + 1);
      if (to < 0) return false;
    } while (isEscaped(text, to, at));
    if (level <= depth) quoted = text.slice(at, to + 1);
    at = to;
    return true;
  }

  return {
    push(piece) {
      const from = recordAt >= 0 && keeps ? recordAt : at;
      if (text.length - from > longestRecord) throw new JsonDamage('a record or string without end');
      text = text.slice(from) + piece;
      offset += from;
      at -= from;
      if (recordAt >= 0) recordAt -= from;
      found.length = 0;
      for (;;) {
        marks.lastIndex = at;
        const mark = marks.exec(text);
        if (mark === null) {
          at = text.length;
          break;
        }
        at = mark.index;
        const sign = mark[0];
        if (sign === '"') {
          if (!passString()) break;
        } else if (sign === ':') {
          if (level > 0 && level <= depth) keys[level - 1] = keyOf(quoted);
        } else if (sign === '{' || sign === '[') open(sign === '[');
        else close();
        at++;
      }
      return [...found];
    },
    end() {
      if (level > 0 || text.charAt(at) === '"') throw new JsonDamage('ends too early');
    },
  };
}

function isEscaped(text: string, at: number, begin: number): boolean {
  let slashes = 0;
  while (at - 1 - slashes > begin && text.charAt(at - 1 - slashes) === '\\') slashes++;
  return slashes % 2 === 1;
}

function keyOf(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string;
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsonDamage(error.message, { cause: error });
    throw error;
  }
}

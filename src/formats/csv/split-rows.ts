/**
 * Splits delimited text (RFC 4180) into rows and fields without making a string a field: what is not asked for costs only the
 * scan. Quotation marks are read as Papa Parse reads them, with which the tests compare.
 */
import { digestOf } from '../table/digest.ts';

export interface Dialect {
  readonly delimiter: string;
  /** A lone carriage return ends a row, as on an old Mac. */
  readonly isMac: boolean;
}

/** Rows found in a piece of text. Valid until the next piece is split. */
export interface SplitRows {
  readonly rows: number;
  /** Characters up to the end of the last finished row. */
  readonly end: number;
  /** The text ended inside a quotation. */
  readonly isOpen: boolean;
  fields(row: number): number;
  /** Where a row begins, in characters. */
  startOf(row: number): number;
  field(row: number, index: number): string;
  /** Of a field without doubled quotation marks: equal where the field is, without making it a string. '' where it is empty. */
  digest(row: number, index: number): string;
}

export const quote = 34;
export const lineFeed = 10;
export const carriageReturn = 13;
const space = 32;

/** Fields are gone over one character after the other up to here; the end of a longer one is searched for. */
const longField = 128;

const delimiters = [',', ';', '\t', '|'];

/**
 * Delimiter and line end by the heading row, outside its quotation marks. Values are no guide: free text has more commas than
 * a short table has semicolons.
 */
export function dialectOf(head: string): Dialect {
  const bare = head.replace(/"[^"]*(?:"|$)/g, '');
  const newline = /\r\n|\n|\r/.exec(bare)?.[0] ?? '\n';
  const heading = bare.split(newline, 1)[0]!;
  const counts = delimiters.map((delimiter) => ({
    delimiter,
    count: heading.split(delimiter).length,
  }));
  const { delimiter } = counts.reduce((best, next) => (next.count > best.count ? next : best));
  return { delimiter, isMac: newline === '\r' };
}

/** Makes a splitter, which reuses its memory from piece to piece. */
export function rowSplitter({
  delimiter,
  isMac,
}: Dialect): (text: string, isLast: boolean) => SplitRows {
  const separator = delimiter.charCodeAt(0);
  /** Begin and end of each field in turn; the end is inverted where quotation marks are doubled. */
  let bounds = new Int32Array(1 << 14);
  /** Index in `bounds` of each row's first field. */
  let firsts = new Int32Array(1 << 10);

  const codesOf = characterCodes();

  return (text, isLast) => {
    const { length } = text;
    const codes = codesOf(text);
    let at = 0;
    let used = 0;
    let rows = 0;
    let end = 0;
    let isOpen = false;
    /** Where the next ones were found. */
    let feedAt = -1;
    let separatorAt = -1;
    const next = (code: number, from: number) => {
      const found = codes.indexOf(code, from);
      return found < 0 ? length : found;
    };
    scan: while (at < length) {
      const first = used;
      for (;;) {
        if (used + 2 > bounds.length) bounds = grown(bounds);
        if (codes[at] === quote) {
          let close = at + 1;
          let isDoubled = false;
          for (;;) {
            close = text.indexOf('"', close);
            if (close < 0) {
              isOpen = true;
              break scan;
            }
            if (codes[close + 1] === quote) {
              isDoubled = true;
              close += 2;
              continue;
            }
            let after = close + 1;
            while (codes[after] === space) after++;
            if (after >= length && !isLast) break scan;
            const code = codes[after];
            const isLineEnd =
              code === lineFeed || (code === carriageReturn && (isMac || codes[after + 1] === lineFeed));
            if (after >= length || code === separator || isLineEnd) {
              bounds[used++] = at + 1;
              bounds[used++] = isDoubled ? ~close : close;
              at = after;
              break;
            }
            if (code === carriageReturn && after + 1 >= length && !isLast) break scan;
            // A quotation mark in the middle stands for itself.
            close++;
          }
        } else {
          const far = at + longField;
          bounds[used++] = at;
          for (;;) {
            const code = codes[at];
            if (code === separator || code === lineFeed || code === undefined) break;
            if (code === carriageReturn && (isMac || codes[at + 1] === lineFeed)) break;
            if (++at !== far || isMac) continue;
            if (feedAt < at) feedAt = next(lineFeed, at);
            if (separatorAt < at) separatorAt = next(separator, at);
            at = Math.min(feedAt, separatorAt);
            if (at < length && at === feedAt && codes[at - 1] === carriageReturn) at--;
            break;
          }
          bounds[used++] = at;
        }
        if (at >= length) {
          if (!isLast) break scan;
          break;
        }
        const code = codes[at++];
        if (code === separator) continue;
        if (code === carriageReturn) {
          // The other half of the line end may come with the next piece.
          if (at >= length && !isLast) break scan;
          if (codes[at] === lineFeed) at++;
        }
        break;
      }
      if (rows + 2 > firsts.length) firsts = grown(firsts);
      firsts[rows++] = first;
      firsts[rows] = used;
      end = at;
    }
    return {
      rows,
      end,
      isOpen,
      fields: (row) => (firsts[row + 1]! - firsts[row]!) / 2,
      startOf(row) {
        const start = bounds[firsts[row]!]!;
        return text.charCodeAt(start - 1) === quote ? start - 1 : start;
      },
      field(row, index) {
        const place = firsts[row]! + 2 * index;
        if (place >= firsts[row + 1]!) return '';
        const to = bounds[place + 1]!;
        return to >= 0
          ? text.substring(bounds[place]!, to)
          : text.substring(bounds[place]!, ~to).replaceAll('""', '"');
      },
      digest(row, index) {
        const place = firsts[row]! + 2 * index;
        if (place >= firsts[row + 1]!) return '';
        const to = bounds[place + 1]!;
        return digestOf(codes, bounds[place]!, to >= 0 ? to : ~to);
      },
    };
  };
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/**
 * The characters of a text as numbers, in memory that is used again: going over a string that was joined and cut is several
 * times slower.
 */
function characterCodes(): (text: string) => Uint8Array | Uint16Array {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(0);
  let units = new Uint16Array(0);
  return (text) => {
    const { length } = text;
    if (bytes.length < length) bytes = new Uint8Array(length + length / 4);
    const { read, written } = encoder.encodeInto(text, bytes.subarray(0, length));
    // As many bytes as characters: all ASCII.
    if (read === length && written === length) return bytes.subarray(0, length);
    if (units.length < length) units = new Uint16Array(length + length / 4);
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
    return units.subarray(0, length);
  };
}

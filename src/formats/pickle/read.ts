/**
 * Python's pickles (protocols 0 to 5) as far as they are plain data: lists, tuples, dictionaries, sets, texts, numbers, bytes. A pickle is a
 * program for a stack machine whose GLOBAL and REDUCE run any function that it names; none of these opcodes is carried out here, and a
 * pickle that has one is refused whole. Opcodes: the comments of CPython's Lib/pickletools.py.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { integerOf, PickleBytes, PickleDamage, quoted, rawUnicode, text } from './bytes.ts';

/** Of plain data. Keys of dictionaries that are no texts are written as texts. */
export type Plain =
  null | boolean | number | bigint | string | Uint8Array | Plain[] | { [key: string]: Plain };

/** Held whole. The questions of PathVQA are 2 MB. */
const largest = 256 * 1024 * 1024;

class PickleRefused extends Error {}

/**
 * @throws AppError `unsupported-table` for what would run code, or is too large; `damaged-table` for what breaks off or is no pickle
 */
export async function readPickle(file: SourceFile): Promise<Plain> {
  if (file.size > largest)
    throw appError('unsupported-table', file.path, { format: 'pickle', detail: `${file.size} bytes` });
  const bytes = await file.slice(0, file.size);
  try {
    return new Machine(bytes).run();
  } catch (error) {
    if (error instanceof PickleRefused)
      throw appError('unsupported-table', file.path, { format: 'pickle', detail: error.message }, error);
    if (error instanceof PickleDamage || error instanceof RangeError)
      throw appError('damaged-table', file.path, { row: null, detail: error.message }, error);
    throw error;
  }
}

const mark = Symbol('mark');
type Item = Plain | typeof mark;

/** Opcodes that name a class or call something. */
const running: Readonly<Record<string, string>> = {
  c: 'GLOBAL',
  '\x93': 'STACK_GLOBAL',
  R: 'REDUCE',
  b: 'BUILD',
  i: 'INST',
  o: 'OBJ',
  '\x81': 'NEWOBJ',
  '\x92': 'NEWOBJ_EX',
  P: 'PERSID',
  Q: 'BINPERSID',
  '\x82': 'EXT1',
  '\x83': 'EXT2',
  '\x84': 'EXT4',
};

class Machine {
  readonly #bytes: PickleBytes;
  readonly #stack: Item[] = [];
  readonly #memo = new Map<number, Item>();

  constructor(bytes: Uint8Array) {
    this.#bytes = new PickleBytes(bytes);
  }

  run(): Plain {
    for (;;) {
      const op = String.fromCharCode(this.#bytes.byte());
      if (op === '.') return this.#pop();
      const name = running[op];
      if (name !== undefined)
        throw new PickleRefused(`${name} at byte ${this.#bytes.at - 1} would run code`);
      const value = this.#value(op);
      if (value === undefined) this.#work(op);
      else this.#push(value);
    }
  }

  /** The value that an opcode has with it; undefined for what works on values that are there. */
  #value(op: string): Item | undefined {
    switch (op) {
      case '(':
        return mark;
      case '2':
        return this.#top();
      case 'N':
        return null;
      case '\x88':
        return true;
      case '\x89':
        return false;
      case 'I':
      case 'L':
        return integerOf(this.#bytes.line());
      case 'F':
        return Number(this.#bytes.line());
      case 'G':
        return this.#bytes.float();
      case 'J':
        return this.#bytes.int32();
      case 'K':
        return this.#bytes.byte();
      case 'M':
        return this.#bytes.uint16();
      case '\x8a':
        return this.#bytes.long(this.#bytes.byte());
      case '\x8b':
        return this.#bytes.long(this.#bytes.length(4));
      case 'S':
        return quoted(this.#bytes.line());
      case 'V':
        return rawUnicode(this.#bytes.line());
      case 'U':
        return text(this.#bytes.slice(this.#bytes.byte()));
      case 'T':
      case 'X':
        return text(this.#bytes.slice(this.#bytes.length(4)));
      case '\x8c':
        return text(this.#bytes.slice(this.#bytes.byte()));
      case '\x8d':
        return text(this.#bytes.slice(this.#bytes.length(8)));
      case 'C':
        return this.#bytes.slice(this.#bytes.byte());
      case 'B':
        return this.#bytes.slice(this.#bytes.length(4));
      case '\x8e':
      case '\x96':
        return this.#bytes.slice(this.#bytes.length(8));
      default:
        return undefined;
    }
  }

  /** What makes lists and dictionaries, and what is remembered. */
  #work(op: string): void {
    switch (op) {
      case '\x80':
        this.#bytes.take(1);
        break;
      case '\x95':
        this.#bytes.take(8);
        break;
      case '0':
        this.#stack.pop();
        break;
      case '1':
        this.#popMark();
        break;
      case ']':
      case ')':
      case '\x8f':
        this.#push([]);
        break;
      case '}':
        this.#push({});
        break;
      case 'l':
      case 't':
      case '\x91':
        this.#push(this.#popMark());
        break;
      case 'd':
        this.#push(withPairs({}, this.#popMark()));
        break;
      case '\x85':
      case '\x86':
      case '\x87': {
        const items = Array.from({ length: op.charCodeAt(0) - 0x84 }, () => this.#pop());
        this.#push(items.reverse());
        break;
      }
      case 'a': {
        const item = this.#pop();
        this.#list().push(item);
        break;
      }
      case 'e':
      case '\x90': {
        const items = this.#popMark();
        const list = this.#list();
        for (const item of items) list.push(item);
        break;
      }
      case 's': {
        const value = this.#pop();
        const key = this.#pop();
        withPairs(this.#dictionary(), [key, value]);
        break;
      }
      case 'u': {
        const pairs = this.#popMark();
        withPairs(this.#dictionary(), pairs);
        break;
      }
      case 'p':
        this.#memo.set(Number(this.#bytes.line()), this.#top());
        break;
      case 'q':
        this.#memo.set(this.#bytes.byte(), this.#top());
        break;
      case 'r':
        this.#memo.set(this.#bytes.length(4), this.#top());
        break;
      case '\x94':
        this.#memo.set(this.#memo.size, this.#top());
        break;
      case 'g':
        this.#recall(Number(this.#bytes.line()));
        break;
      case 'h':
        this.#recall(this.#bytes.byte());
        break;
      case 'j':
        this.#recall(this.#bytes.length(4));
        break;
      default:
        throw new PickleDamage(
          `no opcode 0x${op.charCodeAt(0).toString(16)} at byte ${this.#bytes.at - 1}`,
        );
    }
  }

  #push(item: Item): void {
    this.#stack.push(item);
  }

  #top(): Item {
    const item = this.#stack.at(-1);
    if (item === undefined) throw new PickleDamage('an empty stack');
    return item;
  }

  #pop(): Plain {
    const item = this.#stack.pop();
    if (item === undefined || item === mark) throw new PickleDamage('an empty stack');
    return item;
  }

  #popMark(): Plain[] {
    const at = this.#stack.lastIndexOf(mark);
    if (at < 0) throw new PickleDamage('no mark');
    const items = this.#stack.splice(at).slice(1);
    return items as Plain[];
  }

  #list(): Plain[] {
    const list = this.#top();
    if (!Array.isArray(list)) throw new PickleDamage('items for what is no list');
    return list;
  }

  #dictionary(): Record<string, Plain> {
    const found = this.#top();
    const isDictionary =
      typeof found === 'object' &&
      found !== null &&
      !Array.isArray(found) &&
      !(found instanceof Uint8Array);
    if (!isDictionary) throw new PickleDamage('pairs for what is no dictionary');
    return found;
  }

  #recall(key: number): void {
    const item = this.#memo.get(key);
    if (item === undefined) throw new PickleDamage(`nothing was kept as ${key}`);
    this.#push(item);
  }
}

function withPairs(into: Record<string, Plain>, items: readonly Plain[]): Record<string, Plain> {
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = keyOf(items[i]!);
    // A plain assignment to `__proto__` would change what the object is.
    Object.defineProperty(into, key, {
      value: items[i + 1],
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return into;
}

function keyOf(key: Plain): string {
  return typeof key === 'object' && key !== null ? JSON.stringify(key) : String(key);
}

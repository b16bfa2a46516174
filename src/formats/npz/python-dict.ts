/**
 * The few literals of Python that a .npy header is made of: a dict of strings, numbers, booleans, tuples and lists. Read by hand
 * because patterns over a hostile header can take forever.
 */

/** The text is no such dict. */
export class DictError extends Error {
  override readonly name = 'DictError';
}

export type Literal = string | number | boolean | null | readonly Literal[];

/** A value, and the text that it was written as. */
export interface Written {
  readonly value: Literal;
  readonly text: string;
}

/** Deepest nesting that is believed: structured types have lists of tuples of tuples. */
const deepest = 16;

/** @throws DictError */
export function readDict(text: string): ReadonlyMap<string, Written> {
  let at = 0;

  function skipSpace(): void {
    while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  }

  function accept(char: string): boolean {
    skipSpace();
    if (text[at] !== char) return false;
    at++;
    return true;
  }

  function expect(char: string): void {
    if (!accept(char)) throw new DictError(`${char} is missing at ${at}`);
  }

  function readString(): string {
    const quote = text[at]!;
    const end = text.indexOf(quote, at + 1);
    if (end < 0) throw new DictError(`a string without an end at ${at}`);
    const inner = text.slice(at + 1, end);
    at = end + 1;
    return inner;
  }

  function readWord(): Literal {
    const start = at;
    while (at < text.length && /[\w.+-]/.test(text[at]!)) at++;
    const word = text.slice(start, at);
    if (word === 'True' || word === 'False') return word === 'True';
    if (word === 'None') return null;
    // Python 2 wrote long integers with an L.
    if (/^\d+L?$/.test(word)) return Number.parseInt(word, 10);
    throw new DictError(`${word} at ${start}`);
  }

  function readLiteral(depth: number): Literal {
    skipSpace();
    if (depth > deepest) throw new DictError(`nested ${depth} times`);
    const first = text[at];
    if (first === "'" || first === '"') return readString();
    if (first !== '(' && first !== '[') return readWord();
    const close = first === '(' ? ')' : ']';
    at++;
    const values: Literal[] = [];
    while (!accept(close)) {
      values.push(readLiteral(depth + 1));
      if (accept(',')) continue;
      expect(close);
      break;
    }
    return values;
  }

  expect('{');
  const dict = new Map<string, Written>();
  while (!accept('}')) {
    const key = readLiteral(0);
    if (typeof key !== 'string') throw new DictError('a key that is no string');
    expect(':');
    skipSpace();
    const start = at;
    const value = readLiteral(0);
    dict.set(key, { value, text: text.slice(start, at) });
    if (accept(',')) continue;
    expect('}');
    break;
  }
  return dict;
}

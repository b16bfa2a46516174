/** The arguments of a pickle's opcodes: what stands in its bytes, read one after the other. */

export class PickleDamage extends Error {}

export class PickleBytes {
  /** Of the next byte. */
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  float(): number {
    return this.#view.getFloat64(this.take(8), false);
  }

  int32(): number {
    return this.#view.getInt32(this.take(4), true);
  }

  uint16(): number {
    return this.#view.getUint16(this.take(2), true);
  }

  byte(): number {
    return this.#bytes[this.take(1)]!;
  }

  /** Where the next bytes begin. */
  take(bytes: number): number {
    const at = this.at;
    if (!(bytes >= 0 && at + bytes <= this.#bytes.length)) throw new PickleDamage('ends too early');
    this.at += bytes;
    return at;
  }

  slice(bytes: number): Uint8Array {
    const at = this.take(bytes);
    return this.#bytes.subarray(at, at + bytes);
  }

  length(width: 4 | 8): number {
    const at = this.take(width);
    return width === 4 ? this.#view.getUint32(at, true) : Number(this.#view.getBigUint64(at, true));
  }

  line(): string {
    const end = this.#bytes.indexOf(10, this.at);
    if (end < 0) throw new PickleDamage('ends too early');
    const line = this.#bytes.subarray(this.at, end);
    this.at = end + 1;
    return new TextDecoder('latin1').decode(line);
  }

  /** Little-endian two's complement. */
  long(bytes: number): number | bigint {
    const digits = this.slice(bytes);
    let value = 0n;
    for (const digit of [...digits].reverse()) value = (value << 8n) | BigInt(digit);
    const isNegative = bytes > 0 && digits[bytes - 1]! >= 128;
    return plainInteger(isNegative ? value - (1n << BigInt(8 * bytes)) : value);
  }
}

export function integerOf(line: string): boolean | number | bigint {
  if (line === '00') return false;
  if (line === '01') return true;
  const digits = line.replace(/L$/, '').trim();
  if (!/^-?\d+$/.test(digits)) throw new PickleDamage(`no number ${digits.slice(0, 20)}`);
  return plainInteger(BigInt(digits));
}

function plainInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Python 2's `repr` of a byte string. */
export function quoted(line: string): string {
  const inner = /^(['"])(.*)\1$/s.exec(line.trim())?.[2];
  if (inner === undefined) throw new PickleDamage('a text without quotation marks');
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  const bytes = inner.replace(
    /\\(?:x([0-9a-f]{2})|(.))/gi,
    (_, hex: string | undefined, sign: string) =>
      hex === undefined ? (escapes[sign] ?? sign) : String.fromCharCode(parseInt(hex, 16)),
  );
  return text(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

/** Latin-1 in which other characters stand as escapes. */
export function rawUnicode(line: string): string {
  return line.replace(
    /\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi,
    (_, short: string | undefined, long: string) => String.fromCodePoint(parseInt(short ?? long, 16)),
  );
}

/**
 * `inflate.as` and where in its memory everything lies. Each inflater has a memory of its own, so a handful of them is kept for
 * the next who needs one: a browser sets aside much address space for each.
 */
import { code } from './inflate-code.ts';

/** What `inflate.as` exports. */
interface Inflate {
  readonly memory: WebAssembly.Memory;
  readonly inputAt: WebAssembly.Global<'i32'>;
  readonly inputRoom: WebAssembly.Global<'i32'>;
  readonly outputAt: WebAssembly.Global<'i32'>;
  begin(skipped: number, history: number, crcBefore: number): void;
  beginZlib(): void;
  run(length: number, isEnd: boolean, pauses: boolean, most: number): number;
  moveOn(bytes: number): void;
  bitPosition(): number;
  historyStart(): number;
  outputEnd(): number;
  checksum(): number;
  crc32(before: number, from: number, end: number): number;
}

/** Why an inflater stopped; what is not here is an error of the data. */
export const stopped = { needsInput: 0, outputFull: 1, blockDone: 2, streamDone: 3 } as const;

const errors = [
  '',
  'compressed data are cut off',
  'no zlib header',
  'unknown kind of deflate block',
  'stored block with two lengths',
  'no Huffman code',
  'code that stands for nothing',
  'distance beyond the beginning',
  'checksum of the decompressed data',
];

/** Compressed data are broken, or end before their end. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
}

/** More than there is room for: the output is full when its room is. */
const unlimited = 2 ** 31 - 1;
/** Idle inflaters that are kept. */
const mostIdle = 4;

let module: WebAssembly.Module | null = null;
const idle: Inflater[] = [];

/** An inflater to use until it is handed back with `release`. */
export function takeInflater(): Inflater {
  return idle.pop() ?? new Inflater();
}

/** One pass over deflated bytes. Call `begin` or `beginZlib`, then again and again `feed` and `run`, taking the output each time. */
export class Inflater {
  readonly #inflate: Inflate;
  readonly #memory: Uint8Array;
  /** Bytes at the input that are not used up, from its beginning. */
  #input = 0;

  constructor() {
    module ??= new WebAssembly.Module(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
    this.#inflate = new WebAssembly.Instance(module).exports as unknown as Inflate;
    this.#memory = new Uint8Array(this.#inflate.memory.buffer);
  }

  release(): void {
    if (idle.length < mostIdle) idle.push(this);
  }

  /** Starts at a block that begins `bits` into the first byte to come, with what was put out before it. */
  begin(bits = 0, history: Uint8Array | null = null, crc = 0): void {
    if (history !== null) this.#memory.set(history, this.#inflate.outputAt.value - history.length);
    this.#inflate.begin(bits, history?.length ?? 0, crc);
    this.#input = 0;
  }

  /** Starts at the header of a zlib stream, whose checksum will be verified at its end. */
  beginZlib(): void {
    this.#inflate.beginZlib();
    this.#input = 0;
  }

  /** Takes as many of the bytes as there is room for, and says how many. */
  feed(bytes: Uint8Array): number {
    const { inputAt, inputRoom } = this.#inflate;
    const taken = Math.min(bytes.length, inputRoom.value - this.#input);
    this.#memory.set(bytes.subarray(0, taken), inputAt.value + this.#input);
    this.#input += taken;
    return taken;
  }

  /**
   * Goes on until it has to stop; the bytes given are then used up or moved to the front, and `output` is what was added.
   *
   * @param isEnd no more bytes will come.
   * @param pauses stop at the end of a block as well.
   * @param most stop when so many bytes were added, or a few hundred more.
   * @throws InflateError
   */
  run(isEnd: boolean, pauses: boolean, most = unlimited): Stop {
    const status = this.#inflate.run(this.#input, isEnd, pauses, Math.min(most, unlimited));
    if (status < 0) throw new InflateError(errors[-status]);
    const output = this.#memory.subarray(this.#inflate.outputAt.value, this.#inflate.outputEnd());
    const historyAt = this.#inflate.historyStart();
    const history =
      status === stopped.blockDone ? this.#memory.slice(historyAt, this.#inflate.outputEnd()) : null;
    const position = this.#inflate.bitPosition();
    const used = position >> 3;
    this.#inflate.moveOn(used);
    const { inputAt } = this.#inflate;
    this.#memory.copyWithin(inputAt.value, inputAt.value + used, inputAt.value + this.#input);
    this.#input -= used;
    return { status, output, used, bits: position & 7, history };
  }

  /** CRC-32 of all that was put out since the beginning of the data, where they are no zlib stream. */
  get crc(): number {
    return this.#inflate.checksum() >>> 0;
  }

  /** CRC-32 of more bytes, going on from that of the bytes before them; not between `begin` and the last `run`. */
  crc32(before: number, bytes: Uint8Array): number {
    const { inputAt, inputRoom } = this.#inflate;
    let crc = before;
    for (let at = 0; at < bytes.length; at += inputRoom.value) {
      const part = bytes.subarray(at, at + inputRoom.value);
      this.#memory.set(part, inputAt.value);
      crc = this.#inflate.crc32(crc, inputAt.value, inputAt.value + part.length);
    }
    return crc >>> 0;
  }
}

/** How things stand when an inflater has stopped. */
export interface Stop {
  readonly status: number;
  /** A view of the inflater's memory that is good until the next `run`. */
  readonly output: Uint8Array;
  /** Whole bytes of input that are used up since the stop before. */
  readonly used: number;
  /** Bits used up of the byte after them. */
  readonly bits: number;
  /** At the end of a block: up to 32 KB that were put out before it. */
  readonly history: Uint8Array | null;
}

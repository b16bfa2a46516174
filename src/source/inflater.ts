/**
 * `deflate.as` and where in its memory everything lies. Each inflater has a memory of its own, so a handful of them is kept for
 * the next who needs one: a browser sets aside much address space for each.
 */
import { code } from './deflate-code.ts';

/** What `deflate.as` exports. */
interface Deflate {
  readonly memory: WebAssembly.Memory;
  readonly inputAt: WebAssembly.Global<'i32'>;
  readonly inputRoom: WebAssembly.Global<'i32'>;
  readonly historyAt: WebAssembly.Global<'i32'>;
  readonly historyRoom: WebAssembly.Global<'i32'>;
  prepare(): void;
  begin(bits: number, history: number, crcBefore: number): void;
  run(input: number, isEnd: boolean, pauses: boolean): number;
  moveOn(bytes: number): void;
  bitPosition(): number;
  historyStart(): number;
  outputStart(): number;
  outputEnd(): number;
  outputCrc(): number;
  crc32(before: number, from: number, to: number): number;
}

/** Why an inflater stopped; what is not here is an error of the data. */
export const stopped = { needsInput: 0, outputFull: 1, blockDone: 2, streamDone: 3 } as const;

const errors = [
  '',
  'invalid block',
  'invalid code lengths',
  'invalid code',
  'invalid distance',
  'cut off',
];

/** Memory that is needed, in pages of 64 KB. */
const pages = 8;
/** Idle inflaters that are kept. */
const mostIdle = 4;

let module: WebAssembly.Module | null = null;
const idle: Inflater[] = [];

/** An inflater to use until it is handed back with `release`. */
export function takeInflater(): Inflater {
  return idle.pop() ?? new Inflater();
}

/** One pass over deflated bytes. Call `begin`, then again and again `feed` and `run`, taking the output each time. */
export class Inflater {
  readonly #deflate: Deflate;
  readonly #memory: Uint8Array;
  /** Bytes at the input that are not used up, from its beginning. */
  #input = 0;

  constructor() {
    module ??= new WebAssembly.Module(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
    this.#deflate = new WebAssembly.Instance(module).exports as unknown as Deflate;
    const { memory } = this.#deflate;
    memory.grow(Math.max(0, pages - memory.buffer.byteLength / 65536));
    this.#memory = new Uint8Array(memory.buffer);
    this.#deflate.prepare();
  }

  release(): void {
    if (idle.length < mostIdle) idle.push(this);
  }

  /** Starts at a block that begins `bits` into the first byte to come, with what was put out before it. */
  begin(bits = 0, history: Uint8Array | null = null, crc = 0): void {
    const { historyAt, historyRoom } = this.#deflate;
    if (history !== null)
      this.#memory.set(history, historyAt.value + historyRoom.value - history.length);
    this.#deflate.begin(bits, history?.length ?? 0, crc);
    this.#input = 0;
  }

  /** Takes as many of the bytes as there is room for, and says how many. */
  feed(bytes: Uint8Array): number {
    const { inputAt, inputRoom } = this.#deflate;
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
   * @throws RangeError with a word on what is wrong with the data.
   */
  run(isEnd: boolean, pauses: boolean): Stop {
    const status = this.#deflate.run(this.#input, isEnd, pauses);
    if (status < 0) throw new RangeError(errors[-status]);
    const output = this.#memory.slice(this.#deflate.outputStart(), this.#deflate.outputEnd());
    const historyAt = this.#deflate.historyStart();
    const history =
      status === stopped.blockDone ? this.#memory.slice(historyAt, this.#deflate.outputEnd()) : null;
    const position = this.#deflate.bitPosition();
    const used = position >> 3;
    this.#deflate.moveOn(used);
    const { inputAt } = this.#deflate;
    this.#memory.copyWithin(inputAt.value, inputAt.value + used, inputAt.value + this.#input);
    this.#input -= used;
    return { status, output, used, bits: position & 7, history };
  }

  /** CRC-32 of all that was put out since the beginning of the data. */
  get crc(): number {
    return this.#deflate.outputCrc() >>> 0;
  }

  /** CRC-32 of more bytes, going on from that of the bytes before them. */
  crc32(before: number, bytes: Uint8Array): number {
    const { inputAt, inputRoom } = this.#deflate;
    let crc = before;
    for (let at = 0; at < bytes.length; at += inputRoom.value) {
      const part = bytes.subarray(at, at + inputRoom.value);
      this.#memory.set(part, inputAt.value);
      crc = this.#deflate.crc32(crc, inputAt.value, inputAt.value + part.length);
    }
    return crc >>> 0;
  }
}

/** How things stand when an inflater has stopped. */
export interface Stop {
  readonly status: number;
  readonly output: Uint8Array;
  /** Whole bytes of input that are used up since the stop before. */
  readonly used: number;
  /** Bits used up of the byte after them. */
  readonly bits: number;
  /** At the end of a block: up to 32 KB that were put out before it. */
  readonly history: Uint8Array | null;
}

/**
 * Ranges out of deflated bytes of any length, by themselves (as in a zip) or in the members of a gzip. A deflated stream can only
 * be read from its front; so that going back does not cost all of it, the reader notes checkpoints on its way. After the idea of
 * zlib's example `zran.c`.
 */
import type { AppError } from '../domain/index.ts';
import type { RangeReader } from './byte-chunks.ts';
import { type Checkpoint, Checkpoints } from './checkpoints.ts';
import { ForwardReader } from './forward-reader.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import { InflateError, type Inflater, type Stop, stopped, takeInflater } from './inflater.ts';
import { RangeBuffer } from './range-buffer.ts';

/** Compressed bytes: where they lie, and what has to be true of them. */
export interface Deflated {
  readonly file: Pick<RangeReader, 'slice'>;
  readonly start: number;
  readonly end: number;
  readonly wrapping: 'raw' | 'gzip';
  /** For raw data: what their container says of them. */
  readonly expected?: { readonly size: number; readonly crc: number };
  readonly damaged: (detail: string, cause?: unknown) => AppError;
}

const trailerBytes = 8;

export class DeflateReader {
  readonly #data: Deflated;
  readonly #forward: ForwardReader;
  readonly #checkpoints: Checkpoints;

  constructor(data: Deflated) {
    this.#data = data;
    this.#checkpoints = new Checkpoints(data.start);
    this.#forward = new ForwardReader(
      (at) => {
        const place = this.#checkpoints.before(at);
        return { at: place.at, chunks: this.#pass(place) };
      },
      (at) => this.#checkpoints.before(at).at,
    );
  }

  /** Bytes `[start, end)`, fewer where the data end before. Who asks for a byte beyond the end has the checksum checked. */
  read(start: number, end: number): Promise<Uint8Array> {
    return this.#forward.read(start, end);
  }

  /** Everything, from the front. */
  chunks(): AsyncGenerator<Uint8Array, void, void> {
    return this.#pass(this.#checkpoints.first);
  }

  async *#pass(start: Checkpoint): AsyncGenerator<Uint8Array, void, void> {
    const { file, end, wrapping, damaged } = this.#data;
    const input = new RangeBuffer(file, end);
    const inflater = takeInflater();
    try {
      for (let member: Checkpoint | null = start; member !== null;) {
        if (wrapping === 'gzip' && member.history === null) {
          const header = await gzipHeaderLength(input, member.from);
          if (header === null) throw damaged(`no gzip at byte ${member.from}, or one that is cut off`);
          member = { ...member, from: member.from + header };
        }
        const done: Checkpoint = yield* this.#blocks(inflater, input, member);
        if (wrapping === 'raw') return;
        member = await this.#nextMember(input, done);
      }
    } finally {
      inflater.release();
    }
  }

  /** The blocks up to the end of the member; returns where that is. */
  async *#blocks(
    inflater: Inflater,
    input: RangeBuffer,
    start: Checkpoint,
  ): AsyncGenerator<Uint8Array, Checkpoint, void> {
    const { end, expected } = this.#data;
    const { memberAt } = start;
    let { at, from } = start;
    let fed = from;
    inflater.begin(start.bits, start.history, start.crc);
    for (;;) {
      const stop = this.#run(inflater, fed >= end, at);
      at += stop.output.length;
      from += stop.used;
      const place = { at, from, bits: stop.bits, history: stop.history, crc: inflater.crc, memberAt };
      if (stop.history !== null) this.#checkpoints.note(place);
      const isDone = stop.status === stopped.streamDone;
      if (expected) this.#checkExpected(at, isDone ? inflater.crc : null, expected);
      if (stop.output.length > 0) yield stop.output.slice();
      if (isDone) return place;
      if (stop.status !== stopped.needsInput) continue;
      const bytes = await input.view(fed, 1);
      if (bytes.length === 0) throw this.#data.damaged('cut off');
      fed += inflater.feed(bytes);
    }
  }

  #run(inflater: Inflater, isEnd: boolean, at: number): Stop {
    try {
      return inflater.run(isEnd, this.#checkpoints.isDue(at));
    } catch (error) {
      if (error instanceof InflateError) throw this.#data.damaged(error.message, error);
      throw error;
    }
  }

  #checkExpected(
    at: number,
    crc: number | null,
    { size, crc: expectedCrc }: { size: number; crc: number },
  ) {
    if (at > size) throw this.#data.damaged(`more than the ${size} bytes it should have`);
    if (crc === null) return;
    if (at < size) throw this.#data.damaged(`${at} bytes instead of ${size}`);
    if (crc !== expectedCrc) throw this.#data.damaged('wrong checksum');
  }

  /** Checks what stands behind a member, and finds the next one behind it; zeros may fill up a tape's block. */
  async #nextMember(input: RangeBuffer, done: Checkpoint): Promise<Checkpoint | null> {
    const { end, damaged } = this.#data;
    const trailer = await input.view(done.from, trailerBytes);
    if (trailer.length < trailerBytes) throw damaged('cut off');
    const view = new DataView(trailer.buffer, trailer.byteOffset, trailerBytes);
    if (view.getUint32(0, true) !== done.crc) throw damaged('wrong checksum');
    const size = (done.at - done.memberAt) % 2 ** 32;
    if (view.getUint32(4, true) !== size)
      throw damaged(`${size} bytes instead of ${view.getUint32(4, true)}`);
    let from = done.from + trailerBytes;
    for (;;) {
      if (from >= end) return null;
      const bytes = await input.view(from, 1);
      if (bytes.length === 0) return null;
      const next = bytes.findIndex((byte) => byte !== 0);
      from += next < 0 ? bytes.length : next;
      if (next >= 0) break;
    }
    const place = { at: done.at, from, bits: 0, history: null, crc: 0, memberAt: done.at };
    this.#checkpoints.note(place);
    return place;
  }
}

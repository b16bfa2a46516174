/**
 * Bytes from front to back: async generators inside this room (they pass errors on unchanged and clean up on `return`),
 * ReadableStream at its door.
 */
import type { SourceFile } from '../domain/index.ts';

/** Bytes asked of a file at a time: few calls for big files, little memory for many readers. */
const rangeBytes = 1024 * 1024;

/** What has a length and can be read in ranges. */
export type RangeReader = Pick<SourceFile, 'path' | 'size' | 'slice'>;

/** Reads `[start, end)` of a file one range after the other; the next one is on its way while one is looked at. */
export async function* readRanges(
  file: Pick<RangeReader, 'slice'>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, void> {
  const read = (at: number) => file.slice(at, Math.min(end, at + rangeBytes));
  let next = start < end ? read(start) : null;
  for (let at = start; next !== null;) {
    const bytes = await next;
    at += rangeBytes;
    next = at < end ? read(at) : null;
    // Who stops early does not wait for it.
    next?.catch(() => undefined);
    yield bytes;
  }
}

/** A stream that asks for a chunk only when it is read. */
export function streamOf(chunks: AsyncGenerator<Uint8Array, void, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Chunks as one array of `length` bytes: memory is set aside for what there is, not for what was asked. */
export function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

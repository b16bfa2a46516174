/**
 * Native decompression with two things that `pipeThrough` lacks: broken data have an error of their own, apart from those of
 * whoever reads the compressed bytes, and memory is bounded. Deflate expands up to 1032 times and a DecompressionStream puts out all of one write before
 * it waits, so what is written at once is kept small.
 */

/** Most that deflate can expand: https://zlib.net/zlib_tech.html. Sizes beyond it are lies of a header. */
export const largestExpansion = 1032;

const writeBytes = 64 * 1024;

/** Compressed data are broken, or stop before their end. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
}

/**
 * Decompresses `compressed` chunk by chunk; reads no further than the caller does. Errors thrown by `compressed` come
 * through unchanged.
 *
 * @param format `deflate` has zlib's header and checksum (PNG), `deflate-raw` has neither (zip).
 * @throws InflateError
 */
export async function* inflate(
  compressed: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  format: 'deflate' | 'deflate-raw' | 'gzip',
): AsyncGenerator<Uint8Array, void, void> {
  const { readable, writable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  const reader = readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const source: { failure: { readonly error: unknown } | null } = { failure: null };
  const feed = async () => {
    for await (const chunk of rememberFailure(compressed, source)) {
      for (let at = 0; at < chunk.length; at += writeBytes) {
        // A copy of its own: streams refuse views of shared memory, and may take the buffer away.
        await writer.write(chunk.slice(at, at + writeBytes));
      }
    }
    await writer.close();
  };
  // Whatever goes wrong while feeding breaks the stream, and is met by the reader below.
  feed()
    .catch((error: unknown) => writer.abort(error))
    .catch(() => undefined);
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    finished = true;
  } catch (error) {
    finished = true;
    if (source.failure !== null) throw source.failure.error;
    throw new InflateError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    if (!finished) await reader.cancel();
  }
}

async function* rememberFailure(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  source: { failure: { readonly error: unknown } | null },
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* chunks;
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

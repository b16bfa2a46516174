/** Listing in batches: a hundred thousand paths sent one by one would drown the receiver, sent all at once would freeze it. */

/** Paths in one batch of a listing. */
export const batchSize = 500;

/** How long a listing that never has to wait for anything may run before it lets others, and an abort, have their turn. */
const longestRunMs = 10;

/** Yields `paths` in batches; throws the signal's reason (AbortError) between two of them. */
export async function* inBatches(
  paths: Iterable<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  let lastRest = performance.now();
  for (const path of paths) {
    batch.push(path);
    if (batch.length < batchSize) continue;
    signal?.throwIfAborted();
    yield batch;
    batch = [];
    if (performance.now() - lastRest < longestRunMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    lastRest = performance.now();
  }
  signal?.throwIfAborted();
  if (batch.length > 0) yield batch;
}

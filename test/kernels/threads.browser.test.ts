/** The wasm kernels on threads of a worker: results are the same to the byte however many there are, and memory stays flat. */
import { beforeAll, expect, test } from 'vitest';
import ThreadsWorker from './threads.worker.ts?worker';
import type { ThreadsAnswer, ThreadsTask } from './threads.worker.ts';

const steps = 50;
const answers = new Map<number, ThreadsAnswer>();

function compute(task: ThreadsTask): Promise<ThreadsAnswer> {
  const worker = new ThreadsWorker();
  return new Promise<ThreadsAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ThreadsAnswer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}

beforeAll(async () => {
  for (const threads of [1, 2, 3]) answers.set(threads, await compute({ threads, steps }));
}, 180_000);

test.each([1, 2, 3])('%i threads start in an isolated page', (threads) => {
  expect(answers.get(threads)).toMatchObject({ isolated: true, threads });
});

test.each([2, 3])('%i threads give what one gives', (threads) => {
  const expected = answers.get(1)!.results;
  const { results } = answers.get(threads)!;
  expect(Object.keys(results)).toEqual(Object.keys(expected));
  const differing = Object.keys(expected).filter((name) => {
    const [a, b] = [bytesOf(results[name]!), bytesOf(expected[name]!)];
    return a.length !== b.length || a.some((byte, i) => byte !== b[i]);
  });
  expect(differing).toEqual([]);
});

test.each([1, 2, 3])(`memory is flat over ${steps} steps with %i threads`, (threads) => {
  const { tensors, heapBytes } = answers.get(threads)!;
  expect(tensors[1]).toBe(tensors[0]);
  expect(heapBytes[1]).toBe(heapBytes[0]);
  expect(heapBytes[0]).toBeGreaterThan(0);
});

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

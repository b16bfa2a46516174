/** The protocol among threads, on the module by itself. */
import { expect, test } from 'vitest';
import { code } from '../../src/kernels/wasm/kernels-code.ts';
import { withMemory } from '../../src/kernels/wasm/memory-limits.ts';
import { jobs } from '../../src/kernels/wasm/workshop.ts';

/** Addresses in bytes. */
const place = { control: 1024, ticket: 1024 + 64, job: 2048, a: 4096, b: 8192, sum: 12288 };

test('a job that is done is closed, so that a late helper finds no task in words that are being written', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const module = withMemory(Buffer.from(code, 'base64'), false);
  const { instance } = await WebAssembly.instantiate(module, { env: { memory } });
  const run = instance.exports['run'] as (control: number, job: number) => number;
  new Float32Array(memory.buffer, place.a, 8).fill(1);
  new Float32Array(memory.buffer, place.b, 8).fill(2);
  // An addition (2) of 8 numbers in one task.
  const words = [jobs.elementwise, 1, 2, place.a, place.b, place.sum, 8, 1 << 14, 1];
  new Int32Array(memory.buffer, place.job, words.length).set(words);
  const ticket = new Int32Array(memory.buffer, place.ticket, 2);
  for (const number of [1, 2]) {
    new Float32Array(memory.buffer, place.sum, 8).fill(0);
    expect(run(place.control, place.job)).toBe(1);
    expect([...new Float32Array(memory.buffer, place.sum, 9)]).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 0]);
    // Task and number, of which the task is beyond whatever number of tasks the words may say now.
    expect([...ticket]).toEqual([0x7fffffff, number]);
  }
});

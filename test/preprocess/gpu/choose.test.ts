/** What needs no GPU: the choice by fake timings, the layout of a batch, and what a failure may cost. */
import { describe, expect, it } from 'vitest';
import { Batch } from '../../../src/preprocess/gpu/batch.ts';
import { BatchResampler } from '../../../src/preprocess/gpu/batch-resampler.ts';
import { chooseGpu, gpuWins } from '../../../src/preprocess/gpu/choose.ts';
import { GpuFailure } from '../../../src/preprocess/gpu/gpu-resampler.ts';
import { resampled } from '../../../src/preprocess/resample.ts';
import { everyCut, noise } from './pictures.ts';

/** The choice when the turns take these times, in ms. */
function choiceAfter(gpu: readonly number[], processor: readonly number[]): Promise<boolean> {
  let clock = 0;
  const left = { gpu: [...gpu], processor: [...processor] };
  const takes = (times: number[]) => {
    clock += times.shift()!;
  };
  return gpuWins(
    async () => {
      takes(left.gpu);
    },
    () => {
      takes(left.processor);
    },
    () => clock,
  );
}

describe('the choice of a resampler', () => {
  it.each([
    ['a GPU that is clearly faster', [4, 4, 4], [10, 10, 10], true],
    ['one that is faster by a hair', [9, 9, 9], [10, 10, 10], false],
    ['one that is slower', [30, 30, 30], [10, 10, 10], false],
    ['one that was held up once', [4, 90, 4], [10, 10, 10], true],
    ['one that was fast once', [4, 12, 12], [10, 10, 10], false],
    ['a processor that was held up once', [9, 9, 9], [10, 10, 400], false],
    ['nothing to measure', [0, 0, 0], [0, 0, 0], false],
  ])('%s', async (_, gpu, processor, wins) => {
    expect(await choiceAfter(gpu, processor)).toBe(wins);
  });

  it('is the processor where there is no WebGPU', async () => {
    expect(await chooseGpu(() => Promise.reject(new Error('was asked')))).toBeNull();
  });
});

describe('a resampler of batches', () => {
  const jobs = everyCut(noise(31, 17, 3), [28]);

  it('does a failed batch again and stays on the processor, and says why', async () => {
    let asked = 0;
    const resampler = new BatchResampler({
      resample() {
        asked++;
        return Promise.reject(new GpuFailure('device lost'));
      },
    });
    for (let turn = 0; turn < 3; turn++) {
      expect(await resampler.resample(jobs)).toEqual(jobs.map(resampled));
      expect(resampler.failure).toBe('device lost');
    }
    expect(asked).toBe(1);
  });

  it('does not take a bug for a failure of the GPU', async () => {
    const resampler = new BatchResampler({ resample: () => Promise.reject(new TypeError('a bug')) });
    await expect(resampler.resample(jobs)).rejects.toThrow('a bug');
  });
});

describe('a batch', () => {
  const [job] = everyCut(noise(31, 17, 3), [28]);

  it('takes images until a buffer is full, and is not changed by what it refuses', () => {
    const batch = new Batch(10_000);
    let taken = 0;
    while (batch.add(job!)) taken++;
    expect(taken).toBe(4);
    expect(batch.placed).toHaveLength(taken);
    expect(batch.records).toHaveLength(taken * 13);
    expect(Math.max(...Object.values<number>({ ...batch.sizes }))).toBeLessThanOrEqual(10_000);
    // 1,581 bytes of an image begin at a whole word.
    expect(batch.placed.map(({ sourceByte }) => sourceByte)).toEqual([0, 1584, 3168, 4752]);
    expect(batch.tables).toHaveLength(2);
  });

  it('refuses a picture that is higher than a dispatch can be', () => {
    const narrow = noise(1, 65_535 * 8 + 1, 1);
    expect(new Batch(1 << 26).add(everyCut(narrow, [28])[0]!)).toBe(false);
  });
});

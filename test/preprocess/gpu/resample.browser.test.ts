/**
 * The shader on a GPU that is emulated (SwiftShader), where it is exact and slow: its bytes against those of plain integers,
 * and what happens when the device goes away.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultRecipe, filters } from '../../../src/domain/index.ts';
import { coefficients } from '../../../src/preprocess/coefficients.ts';
import { cutRows, type CutRow, type PixelReader } from '../../../src/preprocess/index.ts';
import { BatchResampler } from '../../../src/preprocess/gpu/batch-resampler.ts';
import { chooseGpu } from '../../../src/preprocess/gpu/choose.ts';
import { GpuResampler } from '../../../src/preprocess/gpu/gpu-resampler.ts';
import { resamplePlain } from '../../../src/preprocess/resample-plain.ts';
import type { ResampleJob } from '../../../src/preprocess/resample.ts';
import { everyCut, noise } from './pictures.ts';

const opened: GPUDevice[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const device of opened.splice(0)) device.destroy();
});

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  opened.push(device);
  return device;
}

function plain({ pixels, region, width, height, filter }: ResampleJob): Uint8Array {
  const across = coefficients(region.width, width, filter);
  return resamplePlain(pixels, region, across, coefficients(region.height, height, filter));
}

/** The jobs whose bytes differ, in words. */
function different(jobs: readonly ResampleJob[], results: readonly Uint8Array[]): string[] {
  expect(results).toHaveLength(jobs.length);
  return jobs
    .filter((job, at) => plain(job).join() !== results[at]!.join())
    .map(({ pixels, width, height, filter }) =>
      [pixels.width, pixels.height, pixels.channels, width, height, filter].join(' '),
    );
}

describe('resampling on the GPU', () => {
  it.each([1, 3] as const)(
    'gives the same bytes for odd sizes in every cut, %i channels',
    async (channels) => {
      const resampler = await GpuResampler.create(await openDevice());
      const sizes = [
        [1, 1],
        [1, 37],
        [41, 1],
        [2, 3],
        [28, 28],
        [203, 13],
        [11, 190],
        [97, 131],
      ] as const;
      const jobs = sizes.flatMap(([width, height]) =>
        everyCut(noise(width, height, channels), [28, 64]),
      );
      jobs.push(...everyCut(noise(333, 250, channels), [224]));
      expect(different(jobs, await resampler.resample(jobs))).toEqual([]);
    },
  );

  it('gives the same bytes for any regions of any images, batch after batch', async () => {
    const resampler = await GpuResampler.create(await openDevice());
    const length = fc.integer({ min: 1, max: 70 });
    const job = fc
      .record({
        size: fc.tuple(length, length),
        target: fc.tuple(length, length),
        place: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
        channels: fc.constantFrom<1 | 3>(1, 3),
        filter: fc.constantFrom(...filters),
      })
      .map(({ size: [width, height], target, place: [a, b, c, d], channels, filter }): ResampleJob => {
        const left = a % width;
        const top = b % height;
        const region = { left, top, width: 1 + (c % (width - left)), height: 1 + (d % (height - top)) };
        const pixels = noise(width, height, channels);
        return { pixels, region, width: target[0], height: target[1], filter };
      });
    const property = fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 25 }), async (jobs) => {
      expect(different(jobs, await resampler.resample(jobs))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('resamples what does not fit without it, and the others in as many batches as they need', async () => {
    const resampler = await GpuResampler.create(await openDevice(), 20_000);
    const jobs = [
      noise(30, 30, 3),
      noise(300, 100, 1),
      noise(90, 80, 1),
      noise(90, 70, 3),
      noise(2, 2, 3),
    ]
      .flatMap((pixels) => everyCut(pixels, [28, 64]))
      .reverse();
    expect(different(jobs, await resampler.resample(jobs))).toEqual([]);
  });

  it('keeps batches apart that are asked for at the same time', async () => {
    const resampler = await GpuResampler.create(await openDevice());
    const one = everyCut(noise(60, 40, 1), [28]);
    const other = everyCut(noise(50, 90, 3), [64]);
    const [first, second] = await Promise.all([resampler.resample(one), resampler.resample(other)]);
    expect(different(one, first)).toEqual([]);
    expect(different(other, second)).toEqual([]);
  });
});

describe('a GPU that is lost', () => {
  it('loses no picture: the batch is done again, and the GPU not asked any more', async () => {
    const device = await openDevice();
    const resampler = new BatchResampler(await GpuResampler.create(device));
    const jobs = everyCut(noise(97, 131, 3), [28, 64]);
    expect(different(jobs, await resampler.resample(jobs))).toEqual([]);
    expect(resampler.failure).toBeNull();
    const under = resampler.resample(jobs);
    device.destroy();
    expect(different(jobs, await under)).toEqual([]);
    expect(different(jobs, await resampler.resample(jobs))).toEqual([]);
    expect(resampler.failure).toEqual(expect.any(String));
  });

  it('is not noticed in the rows of a cut', async () => {
    const device = await openDevice();
    const pictures = Array.from({ length: 150 }, (_, row) => noise(20 + (row % 50), 90 - (row % 70), 1));
    let read = 0;
    const reader: PixelReader = {
      load: () => Promise.resolve(new Map()),
      async one() {
        if (read === 100) device.destroy();
        return pictures[read++ % pictures.length]!;
      },
      decoded: () => Promise.reject(new Error('not a preview')),
      together: () => Promise.reject(new Error('not together')),
      volume: () => Promise.reject(new Error('no volume')),
      run: () => Promise.resolve([]),
    };
    const images = pictures.map((_, row) => ({ kind: 'file' as const, path: `${row}` }));
    const options = { ...defaultRecipe.cut, size: 28, fit: 'pad', filter: 'lanczos' } as const;
    const cut = async (batches: BatchResampler | null) => {
      const found: CutRow[] = [];
      const rows = cutRows(reader, images, [...images.keys()], options, 1, undefined, batches);
      for await (const row of rows) found.push(row);
      return found;
    };
    const batches = new BatchResampler(await GpuResampler.create(device));
    const withGpu = await cut(batches);
    expect(batches.failure).not.toBeNull();
    expect(withGpu).toEqual(await cut(null));
  });
});

describe('the choice in a browser', () => {
  it('never falls on an emulated GPU, and reads nothing to find out', async () => {
    const sample = () => Promise.reject(new Error('was asked'));
    expect(await chooseGpu(sample)).toBeNull();
  });

  it.each([
    ['on one in hardware that is faster on trial', 20, true],
    ['not on one in hardware that is slower', 3, false],
  ])('falls %s', async (_, processorTime, isChosen) => {
    const info = { vendor: 'maker', architecture: 'one', device: '', description: '' };
    vi.spyOn(GPUAdapter.prototype, 'info', 'get').mockReturnValue(info as GPUAdapterInfo);
    // Asked for before the processor's turn, after it, and after the GPU's, which takes 10 ms here.
    let asked = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      const turn = Math.floor(asked / 3) * 1000;
      return turn + [0, processorTime, processorTime + 10][asked++ % 3]!;
    });
    const jobs = everyCut(noise(90, 70, 3), [28]);
    const chosen = await chooseGpu(() => Promise.resolve(jobs[0]!));
    expect(chosen !== null).toBe(isChosen);
  });

  it('falls on it where a test insists, once its bytes are the right ones', async () => {
    const jobs = everyCut(noise(40, 50, 1), [28]);
    const chosen = await chooseGpu(() => Promise.resolve(jobs[0]!), { force: true });
    expect(different(jobs, await chosen!.resample(jobs))).toEqual([]);
    expect(chosen!.failure).toBeNull();
    expect(await chooseGpu(() => Promise.resolve(null), { force: true })).toBeNull();
  });
});

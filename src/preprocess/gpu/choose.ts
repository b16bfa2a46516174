/**
 * Whether a worker resamples on the GPU: only where there is one in hardware, whose bytes are those of the processor and
 * which is clearly faster on what is being cut. Most are not: a picture has to travel to the GPU, and the processor is
 * done with it in a few milliseconds. Chosen once a worker.
 */
import { gpuDevice } from '../../domain/index.ts';
import { resampled, type ResampleJob } from '../resample.ts';
import { BatchResampler } from './batch-resampler.ts';
import { GpuFailure, GpuResampler } from './gpu-resampler.ts';

/** Source bytes of the batch that is timed, and the most pictures in it. */
const trialBytes = 1 << 23;
const trialPictures = 32;
const turns = 3;
/** The GPU has to take less than this share of the processor's time: all workers share one GPU, but each has a core. */
const clearly = 0.75;

interface ChoiceOptions {
  /** For tests: takes a GPU that is emulated, too, and doesn't time it. */
  readonly force?: boolean;
}

/**
 * The GPU's resampler, or null where the processor's is the better one.
 * @param sample gives a job like those to come, or null where there is none; asked for only where there is a GPU
 */
export async function chooseGpu(
  sample: () => Promise<ResampleJob | null>,
  { force = false }: ChoiceOptions = {},
): Promise<BatchResampler | null> {
  // Typed as always there, but Firefox on Linux, insecure pages and Node have none.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter || (gpuDevice(adapter.info).software && !force)) return null;
  const job = await sample();
  if (job === null) return null;
  const device = await adapter.requestDevice().catch(gaveUp);
  if (device === null) return null;
  const chosen = await onTrial(device, job, force).catch(gaveUp);
  if (chosen === null) device.destroy();
  return chosen;
}

async function onTrial(
  device: GPUDevice,
  job: ResampleJob,
  force: boolean,
): Promise<BatchResampler | null> {
  const resampler = await GpuResampler.create(device);
  const pictures = Math.floor(trialBytes / job.pixels.data.length);
  const length = Math.max(1, Math.min(trialPictures, pictures));
  const jobs = Array.from({ length }, () => ({ ...job }));
  // The first batch makes the buffers, so it is checked and not timed.
  const right = resampled(job);
  for (const result of await resampler.resample(jobs)) if (!equal(result, right)) return null;
  const isFaster =
    force ||
    (await gpuWins(
      () => resampler.resample(jobs),
      () => jobs.map(resampled),
    ));
  return isFaster ? new BatchResampler(resampler) : null;
}

/** Both take turns, so that whatever else the machine does hits both. Medians are compared. */
export async function gpuWins(
  onGpu: () => Promise<unknown>,
  onProcessor: () => unknown,
  now: () => number = () => performance.now(),
): Promise<boolean> {
  const times = { gpu: [] as number[], processor: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    const start = now();
    onProcessor();
    const between = now();
    await onGpu();
    times.processor.push(between - start);
    times.gpu.push(now() - between);
  }
  return median(times.gpu) < clearly * median(times.processor);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** A GPU that fails on trial is not taken; nothing was lost by it. */
function gaveUp(thrown: unknown): null {
  if (thrown instanceof GpuFailure || thrown instanceof DOMException) return null;
  throw thrown;
}

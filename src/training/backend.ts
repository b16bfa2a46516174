/**
 * Which backend trains: of those that are there in hardware and whose gradients are right, the one that trains fastest
 * in a trial of a moment; on WebAssembly with as many threads as are fastest. What was passed over, and why, is part of the
 * answer. The packages of WebGPU and WebAssembly are loaded only when it is their turn.
 */
import * as tf from '@tensorflow/tfjs';
import {
  appError,
  backends,
  type Backend,
  type BackendChoice,
  type Device,
  type Recipe,
} from '../domain/index.ts';
import { registerWebGpuKernels, startWasm, type WasmThreads } from '../kernels/index.ts';
import { findDevice } from './devices.ts';
import { gradientError } from './self-test.ts';
import { prepareTrial, type Trial } from './trial.ts';

type PassedOver = BackendChoice['tried'][number];

type Outcome =
  { readonly device: string; readonly samplesPerSecond: number | null } | Omit<PassedOver, 'backend'>;

/** Far above float32's rounding on any GPU, far below any wrong gradient. */
const largestGradientError = 1e-3;
/** More gain nothing for networks as small as these. */
const mostThreads = 8;
/** Of a backend's trial, after it has compiled. */
const trialMilliseconds = 150;
/** Before the turns: the browser compiles once more what runs often, on a core that is missing meanwhile. */
const warmUpMilliseconds = 250;
/** Of each turn of a number of threads; it has two. */
const turnMilliseconds = 60;
/** The most threads that come this near to the fastest: what else the machine does at the moment costs many threads more. */
const nearEnough = 0.95;

/**
 * Makes the fastest backend that works the current one.
 * @param wish one of them, even if it is slow, or `auto`
 * @param threads of WebAssembly; null for as many as are fastest
 * @throws AppError `no-backend` where the wished one doesn't work
 */
export async function chooseBackend(
  wish: Recipe['backend'],
  threads: number | null,
): Promise<BackendChoice> {
  const passed: { backend: Backend; device: string; samplesPerSecond: number | null }[] = [];
  const failed = new Map<Backend, PassedOver>();
  for (const backend of backends) {
    // Plain JavaScript is what is left where nothing else works.
    const isLastResort = backend === 'cpu' && wish === 'auto' && passed.length > 0;
    const outcome: Outcome = isLastResort
      ? { reason: 'slower', detail: '' }
      : await attempt(backend, wish, threads);
    if ('device' in outcome) passed.push({ backend, ...outcome });
    else failed.set(backend, { backend, ...outcome });
  }
  const best = passed.reduce<(typeof passed)[number] | null>(
    (best, one) =>
      best === null || (one.samplesPerSecond ?? 0) > (best.samplesPerSecond ?? 0) ? one : best,
    null,
  );
  if (best === null) {
    const tried = [...failed.values()];
    throw appError('no-backend', null, {
      tried: tried.map(({ backend, reason, detail }) => `${backend}: ${reason} ${detail}`).join('; '),
    });
  }
  for (const { backend, samplesPerSecond } of passed) {
    if (backend === best.backend) continue;
    tf.removeBackend(backend);
    const detail = `${Math.round(samplesPerSecond ?? 0)}/s`;
    failed.set(backend, { backend, reason: 'slower', detail });
  }
  await tf.setBackend(best.backend);
  const { backend, device, samplesPerSecond } = best;
  const tried = backends.flatMap((one) => failed.get(one) ?? []);
  return { backend, device, samplesPerSecond, tried };
}

async function attempt(
  backend: Backend,
  wish: Recipe['backend'],
  threads: number | null,
): Promise<Outcome> {
  if (wish !== 'auto' && wish !== backend) return { reason: 'not-asked-for', detail: '' };
  try {
    const device = await findDevice(backend);
    if (device === null) return { reason: 'not-available', detail: '' };
    if (device.software && wish === 'auto') return { reason: 'software-gpu', detail: device.name };
    return await start(backend, device, threads);
  } catch (error) {
    return { reason: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function start(backend: Backend, device: Device, threads: number | null): Promise<Outcome> {
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  const crew = backend === 'wasm' ? await loadWasm() : null;
  const started = backend === 'wasm' ? crew !== null : await tf.setBackend(backend);
  if (!started) return { reason: 'failed', detail: 'it did not start' };
  if (backend === 'webgpu') await registerWebGpuKernels();
  if (backend === 'cpu') return { device: device.name, samplesPerSecond: null };
  const error = await gradientError(backend);
  if (error > largestGradientError || Number.isNaN(error)) {
    tf.removeBackend(backend);
    return { reason: 'wrong-gradients', detail: error.toExponential(1) };
  }
  // A GPU that is emulated takes seconds for a step, and was asked for.
  if (device.software) return { device: device.name, samplesPerSecond: null };
  const trial = await prepareTrial();
  try {
    if (crew === null) {
      return { device: device.name, samplesPerSecond: await trial.measure(trialMilliseconds) };
    }
    const samplesPerSecond = await chooseThreads(crew, trial, threads);
    return { device: describe(crew), samplesPerSecond };
  } finally {
    trial.dispose();
  }
}

/** @returns images a second with the chosen number of threads */
async function chooseThreads(crew: WasmThreads, trial: Trial, wish: number | null): Promise<number> {
  if (wish !== null) {
    await crew.set(wish);
    return trial.measure(trialMilliseconds);
  }
  const most = Math.min(mostThreads, crew.most);
  const counts = [1, 2, 3, 4, 6, 8].filter((count) => count <= most);
  const speeds = new Map<number, number>();
  await crew.set(most);
  await trial.measure(warmUpMilliseconds);
  // There and back, so that what else the machine does for a moment decides nothing.
  for (const count of [...counts.toReversed(), ...counts]) {
    await crew.set(count);
    const speed = await trial.measure(turnMilliseconds);
    speeds.set(count, Math.max(speed, speeds.get(count) ?? 0));
  }
  const fastest = Math.max(...speeds.values());
  const best = counts.findLast((count) => speeds.get(count)! >= nearEnough * fastest)!;
  await crew.set(best);
  return speeds.get(best)!;
}

/** The library's build for one thread: threads are ours. Null where it doesn't start. */
async function loadWasm(): Promise<WasmThreads | null> {
  const isLoaded = tf.engine().backendNames().includes('wasm');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (!isLoaded) {
    const { wasmFiles } = await import('./wasm-files.ts');
    setWasmPaths(wasmFiles);
  }
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return startWasm();
}

function describe({ relaxed, count }: WasmThreads): string {
  return `${relaxed ? 'relaxed SIMD' : 'SIMD'} × ${count}`;
}

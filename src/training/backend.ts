/**
 * Which backend trains: hardware WebGPU, hardware WebGL, WebAssembly, plain JavaScript, in this order, each only after
 * its gradients were right. What was passed over, and why, is part of the answer. The packages of WebGPU and
 * WebAssembly are loaded only when it is their turn.
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
import { startWasm, type WasmThreads } from '../kernels/index.ts';
import { findDevice } from './devices.ts';
import { gradientError } from './self-test.ts';

type PassedOver = BackendChoice['tried'][number];

/** Far above float32's rounding on any GPU, far below any wrong gradient. */
const largestGradientError = 1e-3;
/** More gain nothing for networks as small as these. */
const mostThreads = 8;

/**
 * Makes the best backend that works the current one.
 * @param wish one of them, even if it is slow, or `auto`
 * @throws AppError `no-backend` where the wished one doesn't work
 */
export async function chooseBackend(wish: Recipe['backend']): Promise<BackendChoice> {
  const tried: PassedOver[] = [];
  for (const backend of backends) {
    const outcome = await attempt(backend, wish);
    if ('device' in outcome) return { backend, device: outcome.device, tried };
    tried.push({ backend, ...outcome });
  }
  throw appError('no-backend', null, {
    tried: tried.map(({ backend, reason, detail }) => `${backend}: ${reason} ${detail}`).join('; '),
  });
}

async function attempt(
  backend: Backend,
  wish: Recipe['backend'],
): Promise<Pick<BackendChoice, 'device'> | Omit<PassedOver, 'backend'>> {
  if (wish !== 'auto' && wish !== backend) return { reason: 'not-asked-for', detail: '' };
  try {
    const device = await findDevice(backend);
    if (device === null) return { reason: 'not-available', detail: '' };
    if (device.software && wish === 'auto') return { reason: 'software-gpu', detail: device.name };
    return await start(backend, device);
  } catch (error) {
    return { reason: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function start(
  backend: Backend,
  device: Device,
): Promise<Pick<BackendChoice, 'device'> | Omit<PassedOver, 'backend'>> {
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  const threads = backend === 'wasm' ? await loadWasm() : null;
  const started = backend === 'wasm' ? threads !== null : await tf.setBackend(backend);
  if (!started) return { reason: 'failed', detail: 'it did not start' };
  if (backend === 'cpu') return { device: device.name };
  const error = await gradientError(backend);
  if (error <= largestGradientError)
    return { device: threads === null ? device.name : describe(threads) };
  tf.removeBackend(backend);
  return { reason: 'wrong-gradients', detail: error.toExponential(1) };
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
  const threads = await startWasm();
  threads?.set(Math.min(mostThreads, navigator.hardwareConcurrency));
  return threads;
}

function describe({ relaxed, count }: WasmThreads): string {
  return `${relaxed ? 'relaxed SIMD' : 'SIMD'}, ${count === 1 ? '1 thread' : `${count} threads`}`;
}

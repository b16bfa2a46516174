/** From a backend that TensorFlow.js has loaded to one that can train. */
import * as tf from '@tensorflow/tfjs';
import { registerReluGradient } from '../ops/relu-gradient.ts';
import { captureMemory } from './capture-memory.ts';
import { registerKernels } from './register.ts';
import { Workshop } from './workshop.ts';

export interface WasmThreads {
  /** Whether products and sums are rounded once, which is faster. */
  readonly relaxed: boolean;
  /** How many carry out a kernel. */
  readonly count: number;
  /** How many this machine may have: 1 where threads may not share memory. */
  readonly most: number;
  /** Brings them to `wanted`, `most` at most, and waits until they work. */
  set(wanted: number): Promise<void>;
}

/** Of the backend that is there now. */
let workshop: Workshop | null = null;

/**
 * Makes `wasm` the current backend, with our kernels. Its package has to be loaded before. Called again, it gives what is there.
 * @returns null where the backend did not start
 * @throws WebAssembly.CompileError where the browser has no vectors in WebAssembly
 */
export async function startWasm(): Promise<WasmThreads | null> {
  // A page has helpers to wait for, and may not wait.
  const mayShare =
    (globalThis as Partial<typeof globalThis>).crossOriginIsolated === true &&
    !('document' in globalThis);
  const helpers = mayShare ? await import('./helpers.ts') : null;
  const { memory, result: started } = await captureMemory(() => tf.setBackend('wasm'), mayShare);
  if (!started) return null;
  if (memory !== null) {
    workshop = new Workshop(tf.backend(), memory);
    registerKernels(workshop);
    registerReluGradient();
  }
  const current = workshop;
  if (current === null) throw new Error('the wasm backend was started by somebody else');
  return {
    relaxed: current.relaxed,
    get count() {
      return current.threads;
    },
    most: helpers === null ? 1 : navigator.hardwareConcurrency,
    set: async (wanted) => {
      if (helpers !== null && wanted !== current.threads)
        await current.setThreads(Math.min(wanted, navigator.hardwareConcurrency), helpers.startHelper);
    },
  };
}

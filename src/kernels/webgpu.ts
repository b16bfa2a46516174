/** Training on WebGPU. The kernels themselves are loaded only where it is used. */
import * as tf from '@tensorflow/tfjs';
import type { GpuBackend } from './webgpu/backend.ts';

/**
 * More commands than a step of any of our networks has, and few enough for the buffers that they keep: those are reused only
 * after a submission.
 */
const mostCommands = 1024;

/** Gives the WebGPU backend kernels that fill a GPU while training. Call it once the backend has started. */
export async function registerWebGpuKernels(): Promise<void> {
  const { registerKernels } = await import('./webgpu/register.ts');
  registerKernels();
  // The library's own limit of 15 is for single predictions, whose first results somebody waits for.
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', mostCommands);
}

/** Hands a GPU the commands of a training step, so that it works while the next batch is prepared. */
export function submitStep(): void {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = tf.backend() as unknown as GpuBackend;
  if (backend.commandEncoder === null) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

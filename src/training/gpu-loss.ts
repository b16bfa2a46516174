/**
 * A GPU can be lost at any time (driver update, sleep, a crash elsewhere). The backends don't notice: later operations
 * throw whatever comes first. So the device itself is asked when something was thrown.
 */
import * as tf from '@tensorflow/tfjs';
import { appError } from '../domain/index.ts';
import { nextTask } from './event-loop.ts';

/** @returns a function that turns what was thrown into AppError `gpu-lost` if the current backend's GPU is gone */
export function watchGpu(): (thrown: unknown) => Promise<unknown> {
  const backend: unknown = tf.backend();
  let loss: string | null = null;
  if (hasDevice(backend)) {
    void backend.device.lost.then(({ reason, message }) => (loss = message || reason));
  }
  return async (thrown) => {
    // The loss is told in a task of its own, which may come after the first failed operation.
    await nextTask();
    if (hasContext(backend) && backend.getGPGPUContext().gl.isContextLost()) loss = 'WebGL context lost';
    return loss === null
      ? thrown
      : appError('gpu-lost', null, { backend: tf.getBackend(), detail: loss }, thrown);
  };
}

/** The WebGPU backend. Its class is not imported, so that its package stays out of this chunk. */
function hasDevice(backend: unknown): backend is { readonly device: GPUDevice } {
  return (
    typeof GPUDevice !== 'undefined' && (backend as { device?: unknown }).device instanceof GPUDevice
  );
}

/** The WebGL backend. */
function hasContext(
  backend: unknown,
): backend is { getGPGPUContext(): { readonly gl: WebGL2RenderingContext } } {
  return typeof (backend as { getGPGPUContext?: unknown }).getGPGPUContext === 'function';
}

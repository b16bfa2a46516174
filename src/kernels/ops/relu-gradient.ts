/**
 * The gradient of relu in one pass. The library's makes three, and keeps the input for them, which nobody else needs; the
 * output goes on to the next layer anyway.
 */
import * as tf from '@tensorflow/tfjs';
import { tryKernel } from './own-kernels.ts';

/** Replaces the library's gradient of `Relu`, on all backends. */
export function registerReluGradient(): void {
  tf.registerGradient({
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc: (dy, saved) => ({ x: () => reluGradient(dy as tf.Tensor, saved[0]!) }),
  });
}

/** `dy` where `y`, what relu gave, is above 0. */
function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tryKernel('reluGradient', { dy, y })?.[0] ?? tf.mul(dy, tf.step(y));
}

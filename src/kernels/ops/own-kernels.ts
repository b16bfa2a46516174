/** Kernels that TensorFlow.js has no name for. Where a backend has one, an op runs it; elsewhere it composes the library's. */
import * as tf from '@tensorflow/tfjs';

export const ownKernels = {
  reluGradient: 'ReluGrad',
  normalise: 'BatchNormTraining',
  normaliseGradient: 'BatchNormTrainingGrad',
  normaliseRelu: 'BatchNormReluTraining',
  normaliseReluGradient: 'BatchNormReluTrainingGrad',
  movingAverages: 'MovingAverages',
  adamW: 'AdamW',
} as const;

/** Whether the current backend has a kernel of this name. */
export function hasKernel(name: keyof typeof ownKernels): boolean {
  return (tf.getKernel(ownKernels[name], tf.getBackend()) as tf.KernelConfig | undefined) !== undefined;
}

/** What the current backend's kernel of this name gives, or null where it has none. */
export function tryKernel(
  name: keyof typeof ownKernels,
  inputs: tf.NamedTensorMap,
  attrs: tf.NamedAttrMap = {},
): tf.Tensor[] | null {
  if (!hasKernel(name)) return null;
  const result = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(ownKernels[name], inputs, attrs);
  return Array.isArray(result) ? result : [result];
}

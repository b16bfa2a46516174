/** Kernels that TensorFlow.js has no name for. Where a backend has one, an op runs it; elsewhere it composes the library's. */
import * as tf from '@tensorflow/tfjs';

export const ownKernels = {
  reluGradient: 'ReluGrad',
  normalise: 'BatchNormTraining',
  normaliseGradient: 'BatchNormTrainingGrad',
  adamW: 'AdamW',
} as const;

/** What the current backend's kernel of this name gives, or null where it has none. */
export function tryKernel(
  name: keyof typeof ownKernels,
  inputs: tf.NamedTensorMap,
  attrs: tf.NamedAttrMap = {},
): tf.Tensor[] | null {
  const kernelName = ownKernels[name];
  const kernel = tf.getKernel(kernelName, tf.getBackend()) as tf.KernelConfig | undefined;
  if (kernel === undefined) return null;
  const result = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernelName, inputs, attrs);
  return Array.isArray(result) ? result : [result];
}

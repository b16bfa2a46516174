/**
 * TensorFlow.js' WebGPU backend was made for inference: its gradients leave a GPU idle (the filter gradient of a convolution
 * has one thread for each weight) and some of its kernels are wrong for training. These take their places.
 */
import * as tf from '@tensorflow/tfjs';
import { ownKernels } from '../ops/own-kernels.ts';
import { registerReluGradient } from '../ops/relu-gradient.ts';
import { adamW } from './adamw.ts';
import { addN } from './add-n.ts';
import { normalise, normaliseGradient } from './batch-normalisation.ts';
import {
  channelSums,
  imageAverages,
  imageMeans,
  reluGradient,
  scaledChannels,
  withChannels,
} from './channels.ts';
import { convolution, filterGradient, inputGradient } from './convolution.ts';
import { matrixProduct } from './matrix-product.ts';
import { averagePoolGradient, maxPool, maxPoolGradient } from './pooling.ts';

/** Each makes a kernel of the one that it replaces. */
const kernels: Readonly<Record<string, (shipped: tf.KernelFunc) => tf.KernelFunc>> = {
  [tf.Conv2D]: convolution,
  [tf.FusedConv2D]: convolution,
  [tf.Conv2DBackpropFilter]: filterGradient,
  [tf.Conv2DBackpropInput]: inputGradient,
  [tf.BatchMatMul]: matrixProduct,
  [tf._FusedMatMul]: matrixProduct,
  [tf.MaxPool]: maxPool,
  [tf.MaxPoolGrad]: () => maxPoolGradient,
  [tf.AvgPoolGrad]: () => averagePoolGradient,
  [tf.AvgPool]: imageAverages,
  [tf.FusedDepthwiseConv2D]: scaledChannels,
  [tf.Mean]: imageMeans,
  [tf.Sum]: channelSums,
  [tf.Add]: withChannels('+'),
  [tf.Sub]: withChannels('-'),
  [tf.Multiply]: withChannels('*'),
  [tf.AddN]: addN,
};

/** Those that the library doesn't have. */
const additions: Readonly<Record<string, tf.KernelFunc>> = {
  [ownKernels.reluGradient]: reluGradient,
  [ownKernels.normalise]: normalise,
  [ownKernels.normaliseGradient]: normaliseGradient,
  [ownKernels.adamW]: adamW,
};

const registered = new WeakSet<tf.KernelFunc>();

/** Calling it again changes nothing. */
export function registerKernels(): void {
  for (const [kernelName, make] of Object.entries(kernels)) {
    const shipped = tf.getKernel(kernelName, 'webgpu') as tf.KernelConfig | undefined;
    if (shipped === undefined || registered.has(shipped.kernelFunc)) continue;
    const kernelFunc = make(shipped.kernelFunc);
    registered.add(kernelFunc);
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ ...shipped, kernelFunc });
  }
  for (const [kernelName, kernelFunc] of Object.entries(additions)) {
    const present = tf.getKernel(kernelName, 'webgpu') as tf.KernelConfig | undefined;
    if (present === undefined) tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
  }
  registerReluGradient();
}

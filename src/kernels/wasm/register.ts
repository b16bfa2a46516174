/**
 * TensorFlow.js' WebAssembly backend was made for inference: it lacks gradients, and those that it has are naive loops.
 * Here its kernels are replaced by ours; what ours don't cover goes on to the library's.
 */
import * as tf from '@tensorflow/tfjs';
import { ownKernels } from '../ops/own-kernels.ts';
import { adamW } from './adamw.ts';
import { normalise, normaliseGradient } from './batch-normalisation.ts';
import { mean, sum } from './columns.ts';
import { convolve, filterGradient, inputGradient } from './convolution.ts';
import { depthwiseConvolve, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise.ts';
import { add, identity, relu, reluGradient } from './elementwise.ts';
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling.ts';
import { moveAverages } from './moving-averages.ts';
import { multiply } from './product.ts';
import { segmentSum } from './segments.ts';
import type { Workshop } from './workshop.ts';

/** A kernel of ours; null where the library's has to do it. Attributes are those of the kernel's name. */
type Kernel = (
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: never,
) => tf.TensorInfo | tf.TensorInfo[] | null;

const kernels: Readonly<Record<string, Kernel>> = {
  [tf.Conv2D]: convolve,
  [tf.FusedConv2D]: convolve,
  [tf.Conv2DBackpropFilter]: filterGradient,
  [tf.Conv2DBackpropInput]: inputGradient,
  [tf.BatchMatMul]: multiply,
  [tf._FusedMatMul]: multiply,
  [tf.DepthwiseConv2dNative]: depthwiseConvolve,
  [tf.FusedDepthwiseConv2D]: depthwiseConvolve,
  [tf.DepthwiseConv2dNativeBackpropFilter]: depthwiseFilterGradient,
  [tf.DepthwiseConv2dNativeBackpropInput]: depthwiseInputGradient,
  [tf.MaxPool]: maxPool,
  [tf.AvgPool]: averagePool,
  [tf.MaxPoolGrad]: maxPoolGradient,
  [tf.AvgPoolGrad]: averagePoolGradient,
  [tf.Identity]: identity,
  [tf.Relu]: relu,
  [tf.Add]: add,
  [tf.Sum]: sum,
  [tf.Mean]: mean,
  [tf.UnsortedSegmentSum]: segmentSum,
  [ownKernels.reluGradient]: reluGradient,
  [ownKernels.normalise]: normalise,
  [ownKernels.normaliseGradient]: normaliseGradient,
  [ownKernels.normaliseRelu]: normalise,
  [ownKernels.normaliseReluGradient]: normaliseGradient,
  [ownKernels.movingAverages]: moveAverages,
  [ownKernels.adamW]: adamW,
};

/** The library's kernels that ours stand in front of. */
const replaced = new Map<string, tf.KernelConfig | undefined>();

/** Registers our kernels for the backend `wasm`, in place of the library's or of those that an earlier call registered. */
export function registerKernels(workshop: Workshop): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const present = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
    if (!replaced.has(kernelName)) replaced.set(kernelName, present);
    const library = replaced.get(kernelName);
    const ours: tf.KernelFunc = ({ inputs, attrs, backend }) => {
      const result = kernel(workshop, inputs, attrs as never);
      if (result !== null) return result;
      if (library === undefined) throw new Error(`${kernelName} has no kernel for this case`);
      return library.kernelFunc({ inputs, ...(attrs === undefined ? {} : { attrs }), backend });
    };
    if (present !== undefined) tf.unregisterKernel(kernelName, 'wasm');
    // The library's setup goes on being called when a backend starts: it prepares the code that cases of its own need.
    tf.registerKernel({ ...library, kernelName, backendName: 'wasm', kernelFunc: ours });
  }
}

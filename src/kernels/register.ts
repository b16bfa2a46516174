/**
 * TensorFlow.js' WebAssembly backend was made for inference: it has no filter gradient of a convolution, and its input
 * gradient and its product with a transposed matrix are naive loops (2 GFLOP/s where its forward kernels reach 28). All
 * of these are made of the forward kernels here. Other backends have good ones and are left alone.
 */
import * as tf from '@tensorflow/tfjs';
import { convolutionFilterGradient } from './convolution-filter-gradient.ts';
import { convolutionInputGradient } from './convolution-input-gradient.ts';
import { withTransposedOperands } from './matrix-product.ts';

/**
 * Gives the WebAssembly backend what training needs. Call it once the backend's module is imported, which registers
 * the slow kernels; calling it again changes nothing.
 */
export function registerWasmKernels(): void {
  if (find(tf.Conv2DBackpropFilter) !== undefined) return;
  register(tf.Conv2DBackpropFilter, convolutionFilterGradient);
  register(tf.Conv2DBackpropInput, convolutionInputGradient);
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) {
    register(name, withTransposedOperands(find(name)!.kernelFunc));
  }
}

function find(kernelName: string): tf.KernelConfig | undefined {
  return tf.getKernelsForBackend('wasm').find((kernel) => kernel.kernelName === kernelName);
}

/** Puts a kernel in the place of the one of that name, whose setup (it prepares the compiled code) goes on being called. */
function register(kernelName: string, kernelFunc: tf.KernelFunc): void {
  const replaced = find(kernelName);
  if (replaced !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ ...replaced, kernelName, backendName: 'wasm', kernelFunc });
}

/** The room of kernels: what TensorFlow.js' WebAssembly backend lacks for training. */
export { registerWasmKernels } from './register.ts';

/** The room of kernels: what TensorFlow.js' backends lack for training. */
export { stepAdamW } from './ops/adamw.ts';
export { normaliseBatch } from './ops/batch-normalisation.ts';
export { followed } from './ops/moving-averages.ts';
export { startWasm, type WasmThreads } from './wasm/start.ts';
export { registerWebGpuKernels, submitStep } from './webgpu.ts';

/** The room of kernels: what TensorFlow.js' backends lack for training. */
export { startWasm, type WasmThreads } from './wasm/start.ts';

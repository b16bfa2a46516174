/** Where the bundler puts the compiled code of the WebAssembly backend. In a file of its own: only bundlers know `?url`. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** By the names that the backend asks for. It insists on a third, the threaded build, which is never loaded: see `loadWasm`. */
export const wasmFiles: Readonly<Record<string, string>> = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
};

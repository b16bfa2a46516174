/** The WebAssembly backend in node, with our kernels: quicker to test than in a browser, and the same binary. */
import '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { startWasm } from '../../src/kernels/index.ts';

/** Makes `wasm` the current backend. */
export async function loadWasmInNode(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}/`);
  await startWasm();
}

/** A network learns the same on WebAssembly as on cpu. */
import { test } from 'vitest';
import { expectEqualLosses, losses } from './fifty-steps.ts';
import { loadWasmInNode } from './wasm-in-node.ts';

test('50 steps have the losses that they have on cpu', { timeout: 120_000 }, async () => {
  const expected = await losses('cpu');
  await loadWasmInNode();
  expectEqualLosses(await losses('wasm'), expected);
});

/** A network learns the same on WebGPU as on cpu. */
import { test } from 'vitest';
import { expectEqualLosses, losses } from '../fifty-steps.ts';
import { startWebGpu } from './agreement.ts';

test('50 steps have the losses that they have on cpu', { timeout: 120_000 }, async () => {
  const expected = await losses('cpu');
  await startWebGpu('directly');
  expectEqualLosses(await losses('webgpu'), expected);
});

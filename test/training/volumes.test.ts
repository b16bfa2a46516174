/** What shows only across slices: the network of volumes learns it, and one that sees a slice can't. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { middleSlices, seededRandom, type TensorReader } from '../../src/domain/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/export/index.ts';
import { explainRows } from '../../src/explanation/index.ts';
import { checkReference, restore } from '../../src/training/index.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { makeInput, run } from './made-run.ts';

beforeAll(loadWasmInNode);

const size = 28;
const input = makeInput('binary', { inputs: 'image', size, training: { epochs: 1, batch: 8 } });

/** Each slice has one bright dot at a place of chance: the same in all of them (a rod), or in each another. */
function makeVolumes(): TensorReader {
  const random = seededRandom(3, 'rods and dots');
  const rows = input.tensors!.rows;
  const place = () => [4 + Math.floor(random() * 18), 4 + Math.floor(random() * 18)] as const;
  const volumes = Array.from({ length: rows }, (_, row) => {
    const volume = new Uint8Array(size ** 3);
    let [x, y] = place();
    for (let z = 0; z < size; z++) {
      if (input.labels[row] === 1) [x, y] = place();
      for (let i = 0; i < 9; i++)
        volume[(z * size + y + Math.floor(i / 3)) * size + x + (i % 3)] = 200 + random() * 55;
    }
    return volume;
  });
  return {
    ...{ size, channels: 1, depth: size, rows },
    read: (wanted, into) => {
      for (let i = 0; i < wanted.length; i++) into.set(volumes[wanted[i]!]!, i * size ** 3);
      return Promise.resolve();
    },
  };
}

const bestAuc = (checkpoint: { history: readonly { valAuc: number | null }[] }) =>
  Math.max(...checkpoint.history.map(({ valAuc }) => valAuc!));

describe('rods and dots', { timeout: 120_000 }, () => {
  const tensors = makeVolumes();

  test('are told apart by volumes, explained by slices, and kept', async () => {
    const before = tf.memory().numTensors;
    const { checkpoints, trained } = await run({ ...input, tensors });
    expect(bestAuc(checkpoints.at(-1))).toBeGreaterThan(0.95);
    expect(trained.shape.image).toEqual({ size, channels: 1, depth: size });
    const cut = { ...trained.cut!, volume: 'volume' as const };
    const kept = readSafetensors(writeSafetensors({ ...trained, cut }));
    expect(kept).toEqual({ ...trained, cut });
    const model = restore(kept);
    expect(await checkReference(kept, model)).toBe(0);
    const samples = { tensors, text: null, covariates: null };
    const asked = [{ row: 71, classIndex: 1 }];
    for await (const { map } of explainRows(model, trained.target, samples, asked, 1)) {
      expect(map).toMatchObject({ width: size, height: size, depth: size });
      expect(map.values).toHaveLength(size ** 3);
    }
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('look alike to a model that sees a slice', async () => {
    const { checkpoints } = await run({ ...input, tensors: middleSlices(tensors) });
    const { valAuc } = checkpoints.at(-1).history.at(-1)!;
    expect(Math.abs(valAuc! - 0.5)).toBeLessThan(0.3);
  });
});

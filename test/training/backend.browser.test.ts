/** The ladder of backends in a real browser whose GPUs are emulated: what is chosen, what is passed over, and why. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { completeRecipe, seededRandom, type CompleteRecipe } from '../../src/domain/index.ts';
import {
  checkReference,
  chooseBackend,
  restore,
  train,
  type TrainingInput,
} from '../../src/training/index.ts';

afterEach(() => vi.restoreAllMocks());

/** 60 small images, bright above or below. */
function makeInput(): TrainingInput {
  const random = seededRandom(1, 'made dataset');
  const size = 8;
  const pixels = Uint8Array.from({ length: 60 * size * size }, (_, i) => {
    const row = Math.floor(i / (size * size));
    const above = i % (size * size) < (size * size) / 2;
    return (above === (row % 2 === 0) ? 120 : 60) + random() * 60;
  });
  const recipe = completeRecipe({
    target: 'place',
    inputs: 'image',
    cut: { channels: 'grey' },
    training: { epochs: 1, batch: 10, warmUp: 0.1, learningRate: 0.01 },
  }) as CompleteRecipe;
  const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    recipe,
    target: { name: 'place', kind: 'binary', classes: ['above', 'below'], mayFlip: true },
    labels: Int32Array.from({ length: 60 }, (_, row) => row % 2),
    rows: { train: rows(0, 40), val: rows(40, 60), test: rows(0, 0) },
    tensors: {
      size,
      channels: 1,
      rows: 60,
      read: (wanted, into) => {
        for (let i = 0; i < wanted.length; i++) {
          into.set(pixels.subarray(wanted[i]! * 64, (wanted[i]! + 1) * 64), i * 64);
        }
        return Promise.resolve();
      },
    },
    text: null,
    covariates: null,
    start: null,
  };
}

/** The same pictures with two options for each, in a target of three places. */
function makeChoice(): TrainingInput {
  const made = makeInput();
  const target = { name: 'place', kind: 'choice', classes: ['A', 'B', 'C'], mayFlip: false } as const;
  const isTurned = (row: number) => row % 3 === 0;
  const labels = made.labels.map((below, row) => (isTurned(row) ? 1 - below : below));
  const listed = ['bright above', 'bright below'];
  const of = (row: number) => (isTurned(row) ? listed.toReversed() : listed);
  const text = { buckets: 128, hidden: 8 };
  const recipe = {
    ...made.recipe,
    model: { ...made.recipe.model, text: { ...made.recipe.model.text, ...text } },
  };
  return { ...made, recipe, target, labels, options: { of, places: null } };
}

/** Trains until the loss has been read a first time: emulated GPUs take seconds for a step. */
async function trainBriefly(input: TrainingInput) {
  const stop = new AbortController();
  const run = train(input, {
    resume: null,
    save: () => Promise.resolve(),
    stop: stop.signal,
    signal: new AbortController().signal,
  });
  const losses: number[] = [];
  for (let next = await run.next(); ; next = await run.next()) {
    if (next.done) return { trained: next.value, losses };
    if (next.value.kind === 'watching') stop.abort();
    if (next.value.kind === 'epoch') losses.push(next.value.result.trainLoss);
  }
}

describe('choosing by itself', { timeout: 120_000 }, () => {
  test('takes wasm and says that the GPUs are emulated', async () => {
    const choice = await chooseBackend('auto', null);
    expect(choice).toMatchObject({
      backend: 'wasm',
      device: expect.stringMatching(/^relaxed SIMD × 1$/) as string,
    });
    expect(choice.samplesPerSecond).toBeGreaterThan(0);
    expect(choice.tried.map(({ backend, reason }) => [backend, reason])).toEqual([
      ['webgpu', 'software-gpu'],
      ['webgl', 'software-gpu'],
      ['cpu', 'slower'],
    ]);
    expect(tf.getBackend()).toBe('wasm');
  });

  test('may be asked again', async () => {
    expect(await chooseBackend('auto', null)).toMatchObject({ backend: 'wasm' });
  });

  test('takes a missing WebGPU for what it is', async () => {
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    const { tried } = await chooseBackend('auto', null);
    expect(tried[0]).toEqual({ backend: 'webgpu', reason: 'not-available', detail: '' });
  });
});

describe.each(['wasm', 'webgl', 'webgpu'] as const)('%s, when asked for', (backend) => {
  test.each([
    ['pictures', makeInput],
    ['a choice', makeChoice],
  ])(
    'passes the gradient test, trains on %s, and agrees with cpu',
    { timeout: 300_000 },
    async (_, make) => {
      const choice = await chooseBackend(backend, null);
      expect(choice.backend).toBe(backend);
      expect(choice.tried.every(({ reason }) => reason === 'not-asked-for')).toBe(true);
      const before = tf.memory().numTensors;
      const { trained, losses } = await trainBriefly(make());
      expect(tf.memory().numTensors).toBe(before);
      expect(losses).toHaveLength(1);
      expect(losses[0]).toBeGreaterThan(0);
      await chooseBackend('cpu', null);
      const model = restore(trained);
      expect(await checkReference(trained, model)).toBeLessThan(1e-5);
      model.dispose();
    },
  );
});

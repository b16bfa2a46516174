/** Whole runs on a small made dataset: they learn, repeat, resume, stop and fail as promised, and leave no tensor behind. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { checkReference, predict, restore } from '../../src/training/index.ts';
import { dropoutMask } from '../../src/training/learner.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { makeInput, run, type Outcome } from './made-run.ts';

/** All but what a clock decides. */
function curve({ checkpoints }: Outcome): unknown {
  return checkpoints.at(-1).history.map(({ seconds, ...rest }) => [rest, seconds > 0]);
}

beforeAll(loadWasmInNode);

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

describe('training', { timeout: 60_000 }, () => {
  test.each(['image', 'text', 'image+text'] as const)('learns from %s', async (inputs) => {
    const input = makeInput('binary', { inputs });
    const { events, trained } = await run(input);
    const results = events.flatMap((event) => (event.kind === 'epoch' ? [event.result] : []));
    expect(results.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(results.at(-1).trainLoss).toBeLessThan(results[0]!.trainLoss);
    expect(results.at(-1).valAuc).toBeGreaterThan(0.85);
    expect(trained.shape.image === null).toBe(inputs === 'text');
    expect(trained.shape.text === null).toBe(inputs === 'image');
    expect(trained.cut === null).toBe(inputs === 'text');
    expect(events[0]!.kind).toBe('watching');
    expect(
      events.some((event) => event.kind === 'step' && event.loss > 0 && event.secondsLeft >= 0),
    ).toBe(true);
  });

  test.each(['multi-class', 'multi-label', 'ordinal'] as const)('learns a %s target', async (kind) => {
    const input = makeInput(kind);
    const { checkpoints, trained } = await run(input);
    expect(checkpoints.at(-1).history.at(-1)!.valAuc).toBeGreaterThan(0.8);
    const { probabilities } = trained.reference;
    const classes = input.target.classes.length;
    expect(probabilities).toHaveLength(8 * classes);
    if (kind === 'multi-label') return;
    const sum = probabilities.slice(0, classes).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(1, 6);
  });

  test('watches eight validation samples of all classes and tells what each epoch says of them', async () => {
    const input = makeInput('multi-class', { training: { epochs: 2 } });
    const { events } = await run(input);
    const watching = events.find((event) => event.kind === 'watching')!;
    expect(watching.rows).toHaveLength(8);
    expect(watching.rows.every((row) => row >= 50 && row < 70)).toBe(true);
    expect(watching.labels).toEqual(watching.rows.map((row) => row % 3));
    expect(new Set(watching.labels).size).toBe(3);
    const told = events.flatMap((event) => (event.kind === 'epoch' ? [event.watched] : []));
    expect(told.map((watched) => watched.length)).toEqual([24, 24]);
  });

  test('gives equal weights for equal seeds and others for others', async () => {
    const short = { training: { epochs: 2 }, inputs: 'image+text' } as const;
    const first = await run(makeInput('binary', short));
    const second = await run(makeInput('binary', short));
    const other = await run(makeInput('binary', { ...short, seed: 2 }));
    expect(second.trained.weights).toEqual(first.trained.weights);
    expect(curve(second)).toEqual(curve(first));
    expect(other.trained.weights).not.toEqual(first.trained.weights);
  });

  test('goes on from any checkpoint bit for bit', async () => {
    const input = makeInput('binary', { inputs: 'image+text', training: { epochs: 2 } });
    const whole = await run(input);
    for (const resume of whole.checkpoints) {
      const rest = await run(input, { resume });
      expect(rest.events[0]).toEqual({ kind: 'resumed', history: resume.history });
      expect(rest.trained).toEqual(whole.trained);
      if (resume.epoch < 2) expect(curve(rest)).toEqual(curve(whole));
    }
  });

  test('keeps the weights of the best epoch, not of the last', async () => {
    // A learning rate that ruins what an early epoch had learned.
    const input = makeInput('binary', {
      training: { epochs: 5, learningRate: 0.02, labelSmoothing: 0 },
    });
    const { checkpoints, trained } = await run(input);
    const { bestEpoch, bestWeights } = checkpoints.at(-1);
    expect(bestEpoch).toBeLessThan(5);
    expect(trained.weights).toEqual(bestWeights);
    expect(bestWeights).toEqual(checkpoints[bestEpoch - 1]!.weights);
    const aucs = checkpoints.at(-1).history.map(({ valAuc }) => valAuc!);
    expect(aucs[bestEpoch - 1]).toBe(Math.max(...aucs));
  });

  test('stops early when patience runs out', async () => {
    const training = { epochs: 12, patience: 1, warmUp: 0.01, learningRate: 1e-9 };
    const { checkpoints } = await run(makeInput('binary', { training }));
    expect(checkpoints.length).toBeLessThan(12);
  });

  test('is stopped within an epoch and keeps what it has', async () => {
    const input = makeInput('binary', { training: { epochs: 50 } });
    const { checkpoints, trained } = await run(input, {
      on: (event, stop) => {
        if (event.kind === 'step') stop.abort();
      },
    });
    expect(checkpoints).toHaveLength(1);
    expect(trained.weights).toEqual(checkpoints[0]!.weights);
  });

  // How many steps are told of depends on how long they take; the last of an epoch always is.
  test.each(['watching', 'step', 'epoch'])('is given up at the first event "%s"', async (kind) => {
    const given = run(makeInput('binary', { training: { epochs: 2 } }), {
      on: (event, _stop, signal) => {
        if (event.kind === kind) signal.abort();
      },
    });
    await expect(given).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
  });

  test('says that it diverged instead of going on with no numbers', async () => {
    const input = makeInput('binary', { training: { learningRate: 1e30, warmUp: 0 } });
    await expect(run(input)).rejects.toMatchObject({ problem: { kind: 'training-diverged' } });
  });

  test('works without validation samples and with a single training sample', async () => {
    const input = makeInput('binary', { training: { epochs: 2 } });
    const rows = { train: Int32Array.of(0, 1, 2), val: new Int32Array(0), test: new Int32Array(0) };
    const { checkpoints, trained } = await run({ ...input, rows });
    expect(checkpoints.at(-1)).toMatchObject({ bestEpoch: 2 });
    expect(checkpoints.at(-1).history[0]).toMatchObject({ valLoss: null, valAuc: null });
    expect(trained.reference.count).toBe(3);
  });
});

describe('a trained model', { timeout: 60_000 }, () => {
  test('says the same of its reference samples after a round trip, here and on another backend', async () => {
    const { trained } = await run(
      makeInput('multi-class', { training: { epochs: 1 }, inputs: 'image+text' }),
    );
    const copy = structuredClone(trained);
    const model = restore(copy);
    expect(await checkReference(copy, model)).toBe(0);
    model.dispose();
    await tf.setBackend('cpu');
    const other = restore(copy);
    expect(await checkReference(copy, other)).toBeLessThan(2e-6);
    other.dispose();
    await tf.setBackend('wasm');
  });

  test('with a changed weight is refused', async () => {
    const { trained } = await run(makeInput('binary', { training: { epochs: 1 } }));
    const copy = structuredClone(trained);
    const head = copy.weights.find(({ name }) => name === 'head/bias')!;
    head.data[0]! += 0.01;
    const model = restore(copy);
    await expect(checkReference(copy, model)).rejects.toMatchObject({
      problem: { kind: 'weights-disagree' },
    });
    model.dispose();
  });

  test('predicts the same whatever the batch', async () => {
    const input = makeInput('binary', { training: { epochs: 1 } });
    const { trained } = await run(input);
    const model = restore(trained);
    const ask = (batch: number) =>
      predict(model, input.target, { ...input, rows: input.rows.test }, batch);
    const [one, seven, all] = [await ask(1), await ask(7), await ask(64)];
    seven.forEach((value, i) => {
      expect(value).toBeCloseTo(one[i]!, 6);
      expect(value).toBeCloseTo(all[i]!, 6);
    });
    expect(one[0]! + one[1]!).toBeCloseTo(1, 6);
    model.dispose();
  });
});

test('dropout masks differ from step to step, repeat for a step, and keep the mean', () => {
  const mask = (step: number) => tf.tidy(() => dropoutMask(64, 32, 0.25, 3, step).dataSync());
  expect(mask(1)).not.toEqual(mask(2));
  expect(mask(1)).toEqual(mask(1));
  const mean = Array.from(mask(1)).reduce((sum, value) => sum + value, 0) / (64 * 32);
  expect(mean).toBeCloseTo(1, 1);
  expect(new Set(Array.from(mask(1), (value) => Math.round(value * 300)))).toEqual(new Set([0, 400]));
});

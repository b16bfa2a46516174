/** AdamW and gradient clipping, step by step against PyTorch. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clipFactor } from '../../src/kernels/ops/adamw.ts';
import { createAdamW } from '../../src/training/adamw.ts';
import { loadWasmInNode } from '../kernels/wasm-in-node.ts';
import { expectations } from './expectations.ts';

const { learningRate, weightDecay, clipNorm, start, gradients, norms, end } = expectations.adamW;

beforeAll(loadWasmInNode);

function setUp() {
  const kernel = tf.tidy(() => tf.variable(tf.tensor2d(start.kernel, [3, 2])));
  const bias = tf.tidy(() => tf.variable(tf.tensor1d(start.bias)));
  const variables = new Map<string, tf.Variable>([
    ['head/kernel', kernel],
    ['head/bias', bias],
  ]);
  const optimiser = createAdamW(variables, { weightDecay, clipNorm });
  const run = (from: number, to: number) => {
    for (let step = from; step < to; step++) {
      tf.tidy(() => {
        const byName = {
          [kernel.name]: tf.tensor2d(gradients[step]!.kernel, [3, 2]),
          [bias.name]: tf.tensor1d(gradients[step]!.bias),
        };
        optimiser.apply(byName, step + 1, learningRate);
      });
    }
  };
  const dispose = () => {
    optimiser.dispose();
    tf.dispose([kernel, bias]);
  };
  return { kernel, bias, optimiser, run, dispose };
}

// By the kernel, and composed.
describe.each(['wasm', 'cpu'])('AdamW on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  test("moves kernels with decay and biases without, as PyTorch's", () => {
    const before = tf.memory().numTensors;
    const { kernel, bias, run, dispose } = setUp();
    run(0, gradients.length);
    kernel.dataSync().forEach((value, i) => expect(value).toBeCloseTo(end.kernel[i]!, 6));
    bias.dataSync().forEach((value, i) => expect(value).toBeCloseTo(end.bias[i]!, 6));
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves what shares a weight as it was', () => {
    const { kernel, run, dispose } = setUp();
    const other = tf.clone(kernel);
    run(0, 2);
    expect(other.dataSync()).toEqual(Float32Array.from(start.kernel));
    expect(kernel.dataSync()).not.toEqual(other.dataSync());
    other.dispose();
    dispose();
  });

  test('goes on from a stored state bit for bit', async () => {
    const whole = setUp();
    whole.run(0, gradients.length);
    const first = setUp();
    first.run(0, 3);
    const state = structuredClone(await first.optimiser.state());
    const second = setUp();
    second.optimiser.restore(state);
    second.kernel.assign(first.kernel);
    second.bias.assign(first.bias);
    second.run(3, gradients.length);
    expect(second.kernel.dataSync()).toEqual(whole.kernel.dataSync());
    for (const { dispose } of [whole, first, second]) dispose();
  });

  test('does not start from a state that lacks a moment', async () => {
    const { optimiser, dispose } = setUp();
    const state = (await optimiser.state()).filter(({ name }) => name !== 'v/head/bias');
    expect(() => optimiser.restore(state)).toThrow('v/head/bias');
    dispose();
  });
});

test("clips by PyTorch's global norm", () => {
  gradients.forEach(({ kernel, bias }, step) => {
    const factor = tf.tidy(
      () => clipFactor([tf.tensor(kernel), tf.tensor(bias)], clipNorm).dataSync()[0]!,
    );
    expect(factor).toBeCloseTo(Math.min(1, clipNorm / norms[step]!), 5);
  });
});

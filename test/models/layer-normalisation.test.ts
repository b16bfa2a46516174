/** Layer normalisation in training against the library's own, gradients too. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { layerNormalisation } from '../../src/models/layer-normalisation.ts';
import { trainableVariables } from '../../src/models/index.ts';

test('its training pass and gradients are those of the library’s layer', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const input = tf.input({ shape: [5, 7] });
  const layer = layerNormalisation('norm');
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  tf.tidy(() => layer.setWeights([tf.linspace(0.5, 2, 7), tf.linspace(-1, 1, 7)]));
  const weights = [...trainableVariables(model).values()];
  const [actual, expected] = [true, false].map((training) =>
    tf.tidy(() => {
      const x = tf.variable(tf.randomNormal([3, 5, 7], 2, 3, 'float32', 1));
      const direction = tf.randomNormal([3, 5, 7], 0, 1, 'float32', 2);
      const { value, grads } = tf.variableGrads(
        () => tf.sum(tf.mul(model.apply(x, { training }) as tf.Tensor, direction)).asScalar(),
        [x, ...weights],
      );
      const numbers = [value, ...Object.values(grads)].map((tensor) => Array.from(tensor.dataSync()));
      x.dispose();
      return numbers;
    }),
  );
  expect(actual!.map(({ length }) => length)).toEqual([1, 105, 7, 7]);
  actual!.flat().forEach((value, i) => expect(value).toBeCloseTo(expected!.flat()[i]!, 4));
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

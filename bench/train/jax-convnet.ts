/** The MNIST ConvNet of jax-js's demo, as that library writes networks. */
import { lax, nn, numpy as np, type Array } from '@jax-js/jax';
import { dense, type JaxNetwork, type Weights } from './jax-network.ts';
import type { LoadedProblem } from './worker-loop.ts';

export const convNet: JaxNetwork = {
  weightsOf,
  batchOf: (problem, step) => ({
    image: np.array(problem.rowsOfStep('image', step), { shape: [problem.batch, 1, 28, 28] }),
    target: np.array(problem.rowsOfStep('target', step), { shape: [problem.batch, 10] }),
  }),
  lossOf,
};

/** Filters as `[out, in, height, width]`, the first dense layer's rows in the order of channels first. */
function weightsOf(problem: LoadedProblem): Weights {
  const weights: Weights = {};
  for (const { name, data, shape } of problem.weights) {
    const array = np.array(data, { shape: [...shape] });
    if (name === 'conv1/kernel' || name === 'conv2/kernel')
      weights[name] = np.transpose(array, [3, 2, 0, 1]);
    else if (name === 'conv1/bias' || name === 'conv2/bias') weights[name] = array.reshape([-1, 1, 1]);
    else if (name === 'dense1/kernel')
      weights[name] = np.transpose(array.reshape([5, 5, 32, 128]), [2, 0, 1, 3]).reshape([800, 128]);
    else weights[name] = array;
  }
  return weights;
}

function lossOf(weights: Weights, { image, target }: Record<string, Array>): Array {
  const rows = target!.shape[0]!;
  const first = convolve(image!, weights, 'conv1');
  const second = convolve(first, weights, 'conv2').reshape([rows, 800]);
  const hidden = nn.relu(dense(second, weights, 'dense1'));
  const likely = nn.logSoftmax(dense(hidden, weights, 'dense2'));
  return likely
    .mul(target!)
    .sum()
    .mul(-1 / rows);
}

/** Pooled before it is rectified, as the library's own demo does: the same numbers from a quarter of them. */
function convolve(x: Array, weights: Weights, name: string): Array {
  const y = lax
    .convGeneralDilated(x, weights[`${name}/kernel`]!, [1, 1], 'VALID')
    .add(weights[`${name}/bias`]!);
  return nn.relu(lax.reduceWindow(y, np.max, [2, 2], [2, 2]));
}

/** jax-js as a contestant on the MNIST ConvNet: the whole step, gradients and descent included, as one compiled function. */
import {
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  type Array,
  type Device,
} from '@jax-js/jax';
import { adapterName } from './adapter-name.ts';
import { serveTrainee, type LoadedProblem } from './worker-loop.ts';

type Weights = Record<string, Array>;

serveTrainee(async (problem, backend) => {
  if (problem.shape !== null) throw new Error('written for model a only');
  const device = backend as Device;
  const started = await init(device);
  if (!started.includes(device)) throw new Error(`jax-js did not start ${device}`);
  defaultDevice(device);
  let weights = weightsOf(problem);
  const step = jit(descend(problem.optimiser.learningRate));
  return {
    device: `jax-js${device === 'webgpu' ? `, ${await adapterName()}` : ''}`,
    threads: device === 'wasm' && crossOriginIsolated ? navigator.hardwareConcurrency : null,
    learn: async (number) => {
      const image = np.array(problem.rowsOfStep('image', number), { shape: [problem.batch, 1, 28, 28] });
      const target = np.array(problem.rowsOfStep('target', number), { shape: [problem.batch, 10] });
      const [loss, moved] = step(weights, image, target);
      weights = moved;
      return {
        read: async () => {
          await Promise.all(tree.leaves(weights).map((array) => array.blockUntilReady()));
          return Number(await loss.ref.jsAsync());
        },
        dispose: () => loss.dispose(),
      };
    },
  };
});

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

/** Arrays are used up by what is done with them; `.ref` is another use. */
function descend(learningRate: number) {
  return (weights: Weights, image: Array, target: Array): [Array, Weights] => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(weights), image, target) as [Array, Weights];
    const moved: Weights = {};
    for (const [name, weight] of Object.entries(weights))
      moved[name] = weight.sub(gradients[name]!.mul(learningRate));
    return [loss, moved];
  };
}

function lossOf(weights: Weights, image: Array, target: Array): Array {
  const rows = target.shape[0]!;
  const first = convolve(image, weights, 'conv1');
  const second = convolve(first, weights, 'conv2').reshape([rows, 800]);
  const hidden = nn.relu(dense(second, weights, 'dense1'));
  const likely = nn.logSoftmax(dense(hidden, weights, 'dense2'));
  return likely
    .mul(target)
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

function dense(x: Array, weights: Weights, name: string): Array {
  return np.dot(x, weights[`${name}/kernel`]!).add(weights[`${name}/bias`]!);
}

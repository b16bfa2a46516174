/**
 * The program's classifiers, as jax-js writes networks: channels first. Averages that only a trained network needs are
 * not kept, which spares it some work.
 */
import { lax, nn, numpy as np, type Array } from '@jax-js/jax';
import { dense, type JaxNetwork, type Weights } from './jax-network.ts';
import type { LoadedProblem } from './worker-loop.ts';

const epsilon = 1e-3;

/** @throws Error where the problem has no model of the program */
export function classifier({ shape, weights: given }: LoadedProblem): JaxNetwork {
  if (shape === null) throw new Error('no classifier of the program');
  const downs = ['stem', 'stage2_down', 'stage3_down', 'stage4_down'].filter((name) =>
    given.some((weight) => weight.name === `${name}_conv/kernel`),
  );
  const stemStride = (shape.image?.size ?? 0) > 64 ? 4 : 2;
  const width = given.find(({ name }) => name === 'head/kernel')!.shape[0]!;

  const imageFeatures = (image: Array, weights: Weights): Array => {
    let x = image.div(127.5).sub(1);
    downs.forEach((name, stage) => {
      x = nn.relu(convolveAndNormalise(x, weights, name, stage === 0 ? stemStride : 2));
      const block = `stage${stage + 1}`;
      const inner = nn.relu(convolveAndNormalise(x.ref, weights, `${block}_a`, 1));
      x = nn.relu(x.add(convolveAndNormalise(inner, weights, `${block}_b`, 1)));
    });
    return np.mean(x, [2, 3]);
  };

  return {
    weightsOf: trainableWeights,
    batchOf: (problem, step) => {
      const rows = (name: Parameters<LoadedProblem['rowsOfStep']>[0], ...sides: number[]) =>
        np.array(problem.rowsOfStep(name, step), { shape: [problem.batch, ...sides] });
      const { image, text } = shape;
      return {
        mask: rows('mask', width),
        target: rows('target', 1),
        // One channel: both orders of the axes are the same in memory.
        ...(image !== null && { image: rows('image', 1, image.size, image.size) }),
        ...(text !== null && { text: rows('text', text.buckets) }),
      };
    },
    lossOf: (weights, { image, text, mask, target }) => {
      const features: Array[] = [];
      if (image !== undefined) features.push(imageFeatures(image, weights));
      if (text !== undefined) features.push(nn.relu(dense(text, weights, 'text_hidden')));
      const joined = features.length > 1 ? np.concatenate(features, 1) : features[0]!;
      const logits = dense(joined.mul(mask!), weights, 'head');
      // Binary cross-entropy of a logit.
      return np.mean(nn.softplus(logits.ref).sub(logits.mul(target!)));
    },
  };
}

/** Filters as `[out, in, height, width]`, what scales and shifts channels as `[channels, 1, 1]`. */
function trainableWeights(problem: LoadedProblem): Weights {
  const weights: Weights = {};
  for (const { name, data, shape } of problem.weights) {
    if (name.includes('/moving_')) continue;
    const array = np.array(data, { shape: [...shape] });
    if (shape.length === 4) weights[name] = np.transpose(array, [3, 2, 0, 1]);
    else if (name.includes('_norm/')) weights[name] = array.reshape([-1, 1, 1]);
    else weights[name] = array;
  }
  return weights;
}

function convolveAndNormalise(x: Array, weights: Weights, name: string, stride: number): Array {
  const y = lax.convGeneralDilated(x, weights[`${name}_conv/kernel`]!, [stride, stride], 'SAME');
  const centred = y.ref.sub(np.mean(y, [0, 2, 3], { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
  return centred
    .div(np.sqrt(variance.add(epsilon)))
    .mul(weights[`${name}_norm/gamma`]!)
    .add(weights[`${name}_norm/beta`]!);
}

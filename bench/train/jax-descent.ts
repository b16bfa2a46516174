/** Steps of jax-js: gradients and descent as one compiled function. */
import { jit, numpy as np, tree, valueAndGrad, type Array } from '@jax-js/jax';
import type { Optimiser } from './cases.ts';
import type { JaxNetwork, Weights } from './jax-network.ts';

/** What a step changes: `moments` are of first and second order, and empty for plain descent. */
export interface State {
  readonly weights: Weights;
  readonly moments: readonly [Weights, Weights];
}

type Step = (state: State, batch: Record<string, Array>, time: Array) => [loss: Array, State];
type Descent = (state: State, gradients: Weights, time: Array) => State;

const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-8];

export function initialState(weights: Weights, { kind }: Optimiser): State {
  const zeros = (): Weights =>
    kind === 'sgd'
      ? {}
      : Object.fromEntries(
          Object.entries(weights).map(([name, array]) => [name, np.zeros(array.shape)]),
        );
  return { weights, moments: [zeros(), zeros()] };
}

/** @returns a step whose `time` is the number of steps, from 1 */
export function compiledStep({ lossOf }: JaxNetwork, optimiser: Optimiser): Step {
  const descend = optimiser.kind === 'sgd' ? plain(optimiser) : adamW(optimiser);
  const step: Step = (state, batch, time) => {
    const weights = tree.ref(state.weights);
    const [loss, gradients] = valueAndGrad(lossOf)(weights, batch) as [Array, Weights];
    return [loss, descend(state, gradients, time)];
  };
  return jit(step as never) as unknown as Step;
}

function plain({ learningRate }: Extract<Optimiser, { kind: 'sgd' }>): Descent {
  return ({ weights, moments }, gradients) => ({
    weights: perWeight(weights, (weight, name) => weight.sub(gradients[name]!.mul(learningRate))),
    moments,
  });
}

/** With clipping by the global norm; kernels decay. */
function adamW({ learningRate, weightDecay, clipNorm }: Extract<Optimiser, { kind: 'adamw' }>): Descent {
  return ({ weights, moments: [first, second] }, gradients, time) => {
    const squares = Object.values(gradients).map((gradient) => np.square(gradient.ref).sum());
    const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
    const shrink = np.minimum(1, np.reciprocal(norm.add(1e-6)).mul(clipNorm));
    const clipped = perWeight(gradients, (gradient) => gradient.mul(shrink.ref));
    const m = perWeight(first, (old, name) => old.mul(beta1).add(clipped[name]!.ref.mul(1 - beta1)));
    const v = perWeight(second, (old, name) =>
      old.mul(beta2).add(np.square(clipped[name]!).mul(1 - beta2)),
    );
    const bias = (beta: number) =>
      np
        .exp(time.ref.mul(Math.log(beta)))
        .mul(-1)
        .add(1);
    const [bias1, bias2] = [bias(beta1), bias(beta2)];
    const moved = perWeight(weights, (weight, name) => {
      const deviation = np.sqrt(v[name]!.ref.div(bias2.ref)).add(epsilon);
      const change = m[name]!.ref.div(bias1.ref).div(deviation).mul(learningRate);
      const kept = name.endsWith('/kernel') ? weight.mul(1 - learningRate * weightDecay) : weight;
      return kept.sub(change);
    });
    return { weights: moved, moments: [m, v] };
  };
}

function perWeight(weights: Weights, change: (weight: Array, name: string) => Array): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, change(weight, name)]),
  );
}

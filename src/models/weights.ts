/** Weights in and out of a model, by name, as plain arrays that can be stored, posted and compared. */
import * as tf from '@tensorflow/tfjs';
import type { NamedArray } from '../domain/index.ts';
import { isOfChoice } from './choice-head.ts';

/** The layers of a head that is no choice, in their order. */
export const headNames: readonly string[] = ['head', 'head_steps'];

/** All weights, moving averages of normalisation included, in the model's order; names are `layer/weight`. */
export async function weightsOf(model: tf.LayersModel): Promise<NamedArray[]> {
  return Promise.all(
    model.weights.map(async (weight) => ({
      name: weight.originalName,
      shape: weight.read().shape,
      // On some backends `data` gives a view of the tensor's own memory; a copy outlives the next step.
      data: Float32Array.from(await weight.read().data()),
    })),
  );
}

/**
 * Overwrites all weights of a model.
 * @throws RangeError where a name is missing or a shape differs
 */
export function setWeights(model: tf.LayersModel, weights: readonly NamedArray[]): void {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  overwrite(model.weights, byName);
}

function overwrite(
  variables: readonly tf.LayerVariable[],
  byName: ReadonlyMap<string, NamedArray>,
): void {
  tf.tidy(() => {
    for (const variable of variables) {
      const name = variable.originalName;
      const { shape } = variable.read();
      const found = byName.get(name);
      if (found === undefined)
        throw new RangeError(`there is no weight ${name} among ${[...byName.keys()].join()}`);
      if (!tf.util.arraysEqual([...found.shape], shape)) {
        throw new RangeError(`weight ${name} is [${found.shape.join()}], expected [${shape.join()}]`);
      }
      variable.write(tf.tensor(found.data, shape));
    }
  });
}

/**
 * Takes over the encoders of another model: every weight but the head's that both have.
 * @returns names of weights that the other does not have and that therefore start anew
 * @throws RangeError where a weight has another shape there, or none is taken
 */
export function takeEncoder(model: tf.LayersModel, weights: readonly NamedArray[]): string[] {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  const encoder = model.weights.filter(({ originalName }) => !isOfHead(originalName));
  const common = encoder.filter(({ originalName }) => byName.has(originalName));
  if (common.length === 0) throw new RangeError('the two models have no encoder in common');
  overwrite(common, byName);
  return encoder.filter((one) => !common.includes(one)).map(({ originalName }) => originalName);
}

/** By its name in `weightsOf`. */
export function isOfHead(name: string): boolean {
  const layer = name.split('/')[0]!;
  return headNames.includes(layer) || isOfChoice(layer);
}

/** The variables that training changes, in the model's order, by the names of `weightsOf`. */
export function trainableVariables(model: tf.LayersModel): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  for (const weight of model.trainableWeights) {
    const value = weight.read();
    if (isVariable(value)) variables.set(weight.originalName, value);
  }
  return variables;
}

function isVariable(tensor: tf.Tensor): tensor is tf.Variable {
  return tensor instanceof tf.Variable;
}

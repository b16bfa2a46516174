/**
 * Scores the options of a question: what is asked (the features of picture, text and covariates), each option, and what the two have in
 * common go through one hidden layer, so that options can change places without changing their scores.
 */
import * as tf from '@tensorflow/tfjs';

/** Units of the hidden layer. */
const hidden = 64;

/** What is added to the score of a place without an option: after softmax nothing is left of it. */
const shut = -1e4;

/** The layers by their names, all of which begin with `choice_`. */
export type ChoiceLayers = ReadonlyMap<string, tf.layers.Layer>;

type Value = tf.Tensor | tf.SymbolicTensor;

type Tensors<T> = { readonly query: T; readonly options: T; readonly there: T };

/** @param width of an option's features */
export function choiceLayers(count: number, width: number, nextSeed: () => number): ChoiceLayers {
  const dense = (name: string, units: number, useBias: boolean) =>
    tf.layers.dense({
      ...{ name, units, useBias },
      kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }),
    });
  const layers = [
    dense('choice_query', width, true),
    tf.layers.reshape({ name: 'choice_query_row', targetShape: [1, width] }),
    tf.layers.multiply({ name: 'choice_common' }),
    dense('choice_of_query', hidden, true),
    dense('choice_of_option', hidden, false),
    dense('choice_of_common', hidden, false),
    tf.layers.add({ name: 'choice_sum' }),
    tf.layers.reLU({ name: 'choice_hidden' }),
    dense('choice_score', 1, false),
    tf.layers.reshape({ name: 'choice_scores', targetShape: [count] }),
    tf.layers.rescaling({ name: 'choice_shut', scale: -shut, offset: shut }),
    tf.layers.add({ name: 'choice' }),
  ];
  return new Map(layers.map((layer) => [layer.name, layer]));
}

/**
 * @param query features `[batch, width]`
 * @param options features of each option, `[batch, options, width]`
 * @param there `[batch, options]`: 1 where there is an option, else 0
 * @returns logits `[batch, options]`
 */
export function scoreOptions(layers: ChoiceLayers, { query, options, there }: Tensors<Value>): Value {
  const apply = (name: string, ...x: Value[]) =>
    layers.get(name)!.apply(x.length === 1 ? x[0]! : (x as tf.Tensor[])) as Value;
  const asked = apply('choice_query_row', apply('choice_query', query));
  const common = apply('choice_common', asked, options);
  const sum = apply(
    'choice_sum',
    apply('choice_of_option', options),
    apply('choice_of_query', asked),
    apply('choice_of_common', common),
  );
  const scores = apply('choice_scores', apply('choice_score', apply('choice_hidden', sum)));
  return apply('choice', scores, apply('choice_shut', there));
}

/** The same from a model: its layers, and the tensors that they start from. */
export function choiceParts(
  model: tf.LayersModel,
): { readonly layers: ChoiceLayers; readonly inputs: Tensors<tf.SymbolicTensor> } | null {
  const layers = new Map(
    model.layers.filter(({ name }) => isOfChoice(name)).map((layer) => [layer.name, layer]),
  );
  const query = layers.get('choice_query')?.input as tf.SymbolicTensor | undefined;
  if (query === undefined) return null;
  const options = (layers.get('choice_common')!.input as tf.SymbolicTensor[])[1]!;
  const there = layers.get('choice_shut')!.input as tf.SymbolicTensor;
  return { layers, inputs: { query, options, there } };
}

export function isOfChoice(name: string): boolean {
  return /^choice(?:_|$)/.test(name);
}

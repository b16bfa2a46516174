/**
 * The text part. `ngrams` is one hidden layer over hashed n-grams; the others read token numbers in their order.
 * `convolution` looks at three and five neighbouring tokens and keeps the strongest answer of each filter (Kim 2014,
 * Convolutional neural networks for sentence classification); `transformer` is two blocks of self-attention
 * (Vaswani et al. 2017, Attention is all you need; normalised before, Xiong et al. 2020) and an average. A convolution
 * tells it where a token stands (Chu et al. 2021, Conditional positional encodings). Attention is made of the library's
 * layers `dot` and `softmax`, a head at a time, since its own can't be trained.
 */
import * as tf from '@tensorflow/tfjs';
import type { TextShape } from '../domain/index.ts';
import { layerNormalisation } from './layer-normalisation.ts';
import { encodeText, encodeTokens } from './text-encoder.ts';

const embeddingName = 'text_embedding';
const blocks = 2;
const heads = 2;

/** What is added to the score of a place without a token: after softmax nothing is left of it. */
const shut = -1e4;

/** Numbers that stand for a text in the model's input: tokens, or buckets of n-grams. */
export function textWidth({ encoder = 'ngrams', buckets, length }: TextShape): number {
  if (encoder === 'ngrams') return buckets;
  if (length === undefined) throw new RangeError(`a text network of kind ${encoder} without a length`);
  return length;
}

/** Texts as one of the inputs of this model: `[texts, width of the input]`. */
export function encodeFor(
  model: tf.LayersModel,
  texts: readonly string[],
  input = 'text',
): Float32Array {
  const width = model.inputs[model.inputNames.indexOf(input)]!.shape[1]!;
  const layers = model.layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? layer.layers : layer,
  );
  const embedding = layers.find(({ name }) => name === embeddingName);
  if (embedding === undefined) return encodeText(texts, width);
  return encodeTokens(texts, embedding.weights[0]!.shape[0]!, width);
}

/** @returns features `[batch, hidden]`, for `convolution` `[batch, 2 * hidden]` */
export function textTower(
  text: tf.SymbolicTensor,
  { encoder = 'ngrams', buckets, hidden }: TextShape,
  nextSeed: () => number,
): tf.SymbolicTensor {
  if (encoder === 'ngrams') {
    return dense(text, 'text_hidden', hidden, {
      activation: 'relu',
      // Encoded texts have length 1, so the variance of a unit is that of one weight, however many buckets there are.
      kernelInitializer: tf.initializers.randomNormal({ stddev: 0.3, seed: nextSeed() }),
    });
  }
  const length = text.shape[1]!;
  // 1 where a token is: numbers of tokens are whole and from 1.
  const isToken = apply(tf.layers.reLU({ name: 'text_is_token', maxValue: 1 }), text);
  const column = apply(tf.layers.reshape({ name: 'text_column', targetShape: [length, 1] }), isToken);
  const embedding = tf.layers.embedding({
    name: embeddingName,
    inputDim: buckets,
    outputDim: hidden,
    embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.3, seed: nextSeed() }),
  });
  const only = (x: tf.SymbolicTensor, name: string) =>
    apply(tf.layers.multiply({ name: `${name}_only_tokens` }), [x, column]);
  const x = only(apply(embedding, text), embeddingName);
  const neighbours = (name: string, kernelSize: number) =>
    apply(
      tf.layers.conv1d({
        name,
        filters: hidden,
        kernelSize,
        padding: 'same',
        kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }),
      }),
      x,
    );
  if (encoder === 'convolution') {
    const strongest = [3, 5].map((width) => {
      const name = `text_of_${width}`;
      const positive = apply(
        tf.layers.reLU({ name: `${name}_relu` }),
        neighbours(`${name}_conv`, width),
      );
      return apply(tf.layers.globalMaxPooling1d({ name }), only(positive, name));
    });
    return apply(tf.layers.concatenate({ name: 'text_features' }), strongest);
  }
  const scores = apply(tf.layers.rescaling({ name: 'text_shut', scale: -shut, offset: shut }), isToken);
  let y = add([x, neighbours('text_places', 3)], 'text_placed');
  for (let block = 1; block <= blocks; block++)
    y = transformerBlock(y, `text_block${block}`, hidden, scores, nextSeed);
  // The softmax of equal scores: every token counts the same, and padding nothing.
  const shares = apply(tf.layers.softmax({ name: 'text_shares', axis: -1 }), scores);
  return apply(tf.layers.dot({ name: 'text_features', axes: 1 }), [shares, normalise(y, 'text_out')]);
}

/** The same text part for several inputs: what is learned from one of them is known of all. */
export function sharedTextTower(shape: TextShape, nextSeed: () => number): tf.LayersModel {
  const text = tf.input({ shape: [textWidth(shape)] });
  return tf.model({ name: 'text_tower', inputs: text, outputs: textTower(text, shape, nextSeed) });
}

function transformerBlock(
  x: tf.SymbolicTensor,
  name: string,
  width: number,
  scores: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const glorot = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }) });
  const seen = normalise(x, `${name}_attention`);
  const row = apply(tf.layers.reshape({ name: `${name}_row`, targetShape: [1, x.shape[1]!] }), scores);
  const units = Math.ceil(width / heads);
  const answers = Array.from({ length: heads }, (_, i) => {
    const head = `${name}_head${i + 1}`;
    const of = (part: string) => dense(seen, `${head}_${part}`, units, { useBias: false, ...glorot() });
    const [query, key, value] = [of('query'), of('key'), of('value')];
    const products = apply(tf.layers.dot({ name: `${head}_products`, axes: 2 }), [query, key]);
    const scale = 1 / Math.sqrt(units);
    const scaled = apply(tf.layers.rescaling({ name: `${head}_scaled`, scale }), products);
    const weights = apply(
      tf.layers.softmax({ name: `${head}_weights`, axis: -1 }),
      add([scaled, row], head),
    );
    return apply(tf.layers.dot({ name: `${head}_answer`, axes: [2, 1] }), [weights, value]);
  });
  const joined = apply(tf.layers.concatenate({ name: `${name}_heads` }), answers);
  const attended = add([x, dense(joined, `${name}_mix`, width, glorot())], `${name}_attended`);
  const inner = dense(normalise(attended, `${name}_inner`), `${name}_wide`, 2 * width, {
    activation: 'relu',
    ...glorot(),
  });
  return add([attended, dense(inner, `${name}_narrow`, width, glorot())], name);
}

function dense(
  x: tf.SymbolicTensor,
  name: string,
  units: number,
  options: Omit<Parameters<typeof tf.layers.dense>[0], 'name' | 'units'>,
): tf.SymbolicTensor {
  return apply(tf.layers.dense({ ...options, name, units }), x);
}

function add(xs: tf.SymbolicTensor[], name: string): tf.SymbolicTensor {
  return apply(tf.layers.add({ name: `${name}_add` }), xs);
}

function normalise(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  return apply(layerNormalisation(`${name}_norm`), x);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}

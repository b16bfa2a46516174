/**
 * The library's layer normalisation with a training pass of its own: the library's copies each scale to the size of its input,
 * and the gradient of that goes through the copies one by one. What is stored and used for prediction stays the library's layer.
 */
import * as tf from '@tensorflow/tfjs';

const epsilon = 1e-3;

/** A layer of class `LayerNormalization` over the last axis of `[batch, tokens, width]`. */
export function layerNormalisation(name: string): tf.layers.Layer {
  const layer = tf.layers.layerNormalization({ name, epsilon });
  const predict = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (kwargs['training'] !== true) return predict(inputs, kwargs);
    const [gamma, beta] = layer.trainableWeights.map((weight) => weight.read());
    return normalise(Array.isArray(inputs) ? inputs[0]! : inputs, gamma!, beta!);
  };
  return layer;
}

function normalise(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const average = (values: tf.Tensor) => tf.mean(values, -1, true);
  const run = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const centred = tf.sub(x, average(x));
    const perDeviation = tf.rsqrt(tf.add(average(tf.square(centred)), epsilon));
    const normal = tf.mul(centred, perDeviation);
    save([normal, perDeviation, gamma]);
    return {
      value: tf.add(tf.mul(normal, gamma), beta),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [normal, perDeviation, gamma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const rows = (values: tf.Tensor) => tf.sum(values.reshape([-1, gamma.size]), 0);
        const dNormal = tf.mul(dy, gamma);
        const along = tf.mul(normal, average(tf.mul(dNormal, normal)));
        const dx = tf.mul(perDeviation, tf.sub(tf.sub(dNormal, average(dNormal)), along));
        return [dx, rows(tf.mul(dy, normal)), rows(dy)];
      },
    };
  });
  return run(x, gamma, beta);
}

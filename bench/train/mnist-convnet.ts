/**
 * The MNIST ConvNet of jax-js's demo in ordinary TensorFlow.js: two valid convolutions with pooling, two dense layers,
 * softmax cross-entropy, plain gradient descent. Nothing here knows which kernels run it.
 */
import * as tf from '@tensorflow/tfjs';
import type { Trainee } from './contract.ts';
import type { LoadedProblem } from './worker-loop.ts';

/** The network at the problem's weights, on the current backend. */
export function convNetLearner(problem: LoadedProblem): Trainee['learn'] {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'conv1',
        inputShape: [28, 28, 1],
        filters: 24,
        kernelSize: 5,
        activation: 'relu',
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ name: 'conv2', filters: 32, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ name: 'dense1', units: 128, activation: 'relu' }),
      tf.layers.dense({ name: 'dense2', units: 10 }),
    ],
  });
  model.setWeights(problem.weights.map(({ data, shape }) => tf.tensor(data, [...shape])));
  const optimiser = tf.train.sgd(problem.optimiser.learningRate);
  return async (step) => {
    const loss = tf.tidy(() => {
      const images = tf.tensor(problem.rowsOfStep('image', step), [problem.batch, 28, 28, 1]);
      const targets = tf.tensor(problem.rowsOfStep('target', step), [problem.batch, 10]);
      const { value, grads } = tf.variableGrads(() =>
        tf.losses.softmaxCrossEntropy(targets, model.apply(images, { training: true }) as tf.Tensor2D),
      );
      optimiser.applyGradients(grads);
      return value;
    });
    return { read: async () => (await loss.data())[0]!, dispose: () => loss.dispose() };
  };
}

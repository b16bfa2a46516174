/** The two networks whose training steps are measured, each as one call that learns from one batch. */
import * as tf from '@tensorflow/tfjs';
import { completeRecipe, type CompleteRecipe, type Target } from '../../src/domain/index.ts';
import { submitStep } from '../../src/kernels/index.ts';
import { buildModel } from '../../src/models/index.ts';
import { createLearner } from '../../src/training/learner.ts';
import type { NetworkName } from './network-names.ts';

export interface Network {
  readonly batch: number;
  /** One step on the current backend. The loss is to be disposed by the caller. */
  readonly learn: () => tf.Scalar;
}

export function createNetwork(name: NetworkName, batch: number): Network {
  return name === 'MNIST ConvNet' ? mnistConvNet(batch) : defaultCnn(batch);
}

/** 24 of 5 x 5, pool, 32 of 3 x 3, pool, dense 128, dense 10, valid padding, plain SGD: the network of jax-js's demo. */
function mnistConvNet(batch: number): Network {
  const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
  const convolution = (filters: number, kernelSize: number, seed: number) =>
    tf.layers.conv2d({ filters, kernelSize, activation: 'relu', kernelInitializer: glorot(seed) });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [28, 28, 1] }),
      convolution(24, 5, 1),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      convolution(32, 3, 2),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 128, activation: 'relu', kernelInitializer: glorot(3) }),
      tf.layers.dense({ units: 10, kernelInitializer: glorot(4) }),
    ],
  });
  const images = tf.randomUniform<tf.Rank.R4>([batch, 28, 28, 1], 0, 1, 'float32', 5);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, i) => i % 10),
      'int32',
    ),
    10,
  );
  const optimiser = tf.train.sgd(0.05);
  return {
    batch,
    learn: () => {
      const loss = optimiser.minimize(
        () =>
          tf.losses.softmaxCrossEntropy(labels, model.apply(images, { training: true }) as tf.Tensor),
        true,
      )!;
      submitStep();
      return loss;
    },
  };
}

/** What the program trains on 28 px images unless it is told otherwise. */
function defaultCnn(batch: number): Network {
  const target: Target = { name: 'noise', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };
  const model = buildModel(
    {
      inputs: 'image',
      image: { size: 28, channels: 1 },
      text: null,
      outputs: 1,
      dropout: 0.2,
    },
    0,
  );
  const learner = createLearner(model, target, completeRecipe({}) as CompleteRecipe);
  const targets = Float32Array.from({ length: batch }, (_, i) => i % 2);
  const weights = new Float32Array(batch).fill(1 / batch);
  const images = tf.randomUniform([batch, 28, 28, 1], 0, 255, 'float32', 5);
  let step = 0;
  return {
    batch,
    learn: () => learner.learn([tf.clone(images)], { targets, weights }, step++, 1e-3),
  };
}

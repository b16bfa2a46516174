/** How fast a backend trains, found out by training on it for a moment. */
import * as tf from '@tensorflow/tfjs';
import { completeRecipe, type CompleteRecipe, type ModelShape, type Target } from '../domain/index.ts';
import { buildModel } from '../models/index.ts';
import { createLearner } from './learner.ts';

const batch = 32;
const shape: ModelShape = {
  inputs: 'image',
  image: { size: 28, channels: 1 },
  text: null,
  outputs: 1,
  dropout: 0,
};
const target: Target = { name: 'trial', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };

/** A trial of the current backend, which has compiled what it needs once it is there. */
export interface Trial {
  /** Images a second, of the fastest step in `milliseconds` (at least two). */
  measure(milliseconds: number): Promise<number>;
  dispose(): void;
}

/** Prepares steps of the default network for 28 px. */
export async function prepareTrial(): Promise<Trial> {
  const model = buildModel(shape, 0);
  const learner = createLearner(model, target, completeRecipe({ target: 'trial' }) as CompleteRecipe);
  const targets = Float32Array.from({ length: batch }, (_, i) => i % 2);
  const weights = new Float32Array(batch).fill(1 / batch);
  const images = Float32Array.from({ length: batch * 28 * 28 }, (_, i) => (i * 7919) % 256);
  const step = async () => {
    const loss = learner.learn([tf.tensor4d(images, [batch, 28, 28, 1])], { targets, weights }, 0, 1e-6);
    // Reading the loss waits for the whole step on every backend.
    await loss.data();
    loss.dispose();
  };
  await step();
  return {
    measure: async (milliseconds) => {
      const end = performance.now() + milliseconds;
      let fastest = Infinity;
      for (let steps = 0; steps < 2 || performance.now() < end; steps++) {
        const started = performance.now();
        await step();
        fastest = Math.min(fastest, performance.now() - started);
      }
      return (batch / fastest) * 1000;
    },
    dispose: () => {
      learner.dispose();
      model.dispose();
    },
  };
}

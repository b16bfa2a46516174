/** Losses of steps, left on the device until several can be read at once: each reading makes a GPU wait. */
import * as tf from '@tensorflow/tfjs';

export interface LossMeter {
  /** Takes over a step's loss and disposes it later. */
  add(loss: tf.Scalar, samples: number): void;
  /** How many losses were added and not read. */
  readonly pending: number;
  /** Reads what was added. NaN and infinite losses show in both numbers. */
  read(): Promise<void>;
  /** Mean over the samples of the last reading. */
  readonly recent: number;
  /** Mean over all samples that were read. */
  readonly mean: number;
  dispose(): void;
}

export function createLossMeter(): LossMeter {
  let waiting: { loss: tf.Scalar; samples: number }[] = [];
  let sum = 0;
  let count = 0;
  let recent = 0;
  const dispose = () => {
    tf.dispose(waiting.map(({ loss }) => loss));
    waiting = [];
  };
  return {
    add: (loss, samples) => waiting.push({ loss, samples }),
    get pending() {
      return waiting.length;
    },
    read: async () => {
      if (waiting.length === 0) return;
      const stacked = tf.stack(waiting.map(({ loss }) => loss));
      try {
        const values = await stacked.data();
        const samples = waiting.reduce((total, step) => total + step.samples, 0);
        const part = waiting.reduce((total, step, i) => total + step.samples * values[i]!, 0);
        recent = part / samples;
        sum += part;
        count += samples;
      } finally {
        stacked.dispose();
        dispose();
      }
    },
    get recent() {
      return recent;
    },
    get mean() {
      return sum / count;
    },
    dispose,
  };
}

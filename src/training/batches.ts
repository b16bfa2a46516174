/**
 * Which samples make up each step of an epoch. A pure function of seed and epoch, so a resumed run continues with the
 * same order. All batches are of one size: GPU backends keep memory for every size that they ever saw.
 */
import { seededRandom } from '../domain/index.ts';

export interface EpochPlan {
  readonly batch: number;
  /** How often an epoch goes through the samples. */
  readonly passes: number;
  /** Steps of one epoch. */
  readonly steps: number;
}

/** Small datasets are gone through several times an epoch: below this many steps an epoch is too short to learn in. */
const fewestSteps = 60;

/** @param samples of the training split, at least 1 */
export function planEpoch(samples: number, batch: number): EpochPlan {
  const size = Math.min(batch, samples);
  const passes = Math.ceil((fewestSteps * size) / samples);
  return { batch: size, passes, steps: Math.ceil((samples * passes) / size) };
}

/** Rows of one step. */
export interface StepRows {
  readonly rows: Int32Array;
  /** In which pass of the epoch each row comes: the same row is changed differently in each. */
  readonly passes: Int32Array;
  /** How many of the rows count; the others are real samples again that fill up the last batch. */
  readonly real: number;
}

/** All steps of an epoch: every pass shuffled by itself. */
export function* stepsOfEpoch(
  rows: Int32Array,
  plan: EpochPlan,
  seed: number,
  epoch: number,
): Generator<StepRows, void> {
  const order = new Int32Array(rows.length * plan.passes);
  for (let pass = 0; pass < plan.passes; pass++) {
    order.set(shuffled(rows, seededRandom(seed, 'order', epoch, pass)), pass * rows.length);
  }
  for (let step = 0; step < plan.steps; step++) {
    const places = Int32Array.from(
      { length: plan.batch },
      (_, i) => (step * plan.batch + i) % order.length,
    );
    yield {
      rows: places.map((place) => order[place]!),
      passes: places.map((place) => Math.floor(place / rows.length)),
      real: Math.min(plan.batch, order.length - step * plan.batch),
    };
  }
}

/** Fisher and Yates. */
export function shuffled(values: Int32Array, random: () => number): Int32Array {
  const result = values.slice();
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/**
 * Percentile bootstrap. What is drawn with replacement are patients, because the samples of one patient are not
 * independent: drawing samples would give intervals that are too narrow.
 */
import { seededRandom, type Estimate } from '../domain/index.ts';

/** With 1000 resamples the ends of a 95 % interval are known to about a tenth of its width. */
const resamples = 1000;

const tail = 0.025;

/** Which unit (patient) each sample belongs to, numbered from 0. */
export interface Units {
  readonly count: number;
  readonly ofSample: Int32Array;
}

/**
 * Numbers the patients; a sample without one (an empty id) is taken for a patient of its own. Where there are no
 * patients, every sample is.
 */
export function numberUnits(samples: number, patients: readonly string[] | null): Units {
  if (patients === null)
    return { count: samples, ofSample: Int32Array.from({ length: samples }, (_, i) => i) };
  if (patients.length !== samples)
    throw new RangeError(`${patients.length} patients given for ${samples} samples`);
  const numbers = new Map<string, number>();
  let count = 0;
  const ofSample = Int32Array.from(patients, (patient) => {
    const known = patient === '' ? undefined : numbers.get(patient);
    if (known !== undefined) return known;
    if (patient !== '') numbers.set(patient, count);
    return count++;
  });
  return { count, ofSample };
}

/**
 * Draws as many units as there are, with replacement, `resamples` times; yields how often each sample was drawn.
 * The array is used again for the next resample. The same seed draws the same.
 */
export function* drawResamples(units: Units, seed: number): Generator<Int32Array, void, void> {
  const random = seededRandom(seed, 'bootstrap');
  const { count, ofSample } = units;
  const drawn = new Int32Array(count);
  const weights = new Int32Array(ofSample.length);
  for (let resample = 0; resample < resamples; resample++) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw++) {
      const unit = Math.floor(random() * count);
      drawn[unit] = drawn[unit]! + 1;
    }
    for (let i = 0; i < weights.length; i++) weights[i] = drawn[ofSample[i]!]!;
    yield weights;
  }
}

/** Numbers that can be computed again for any weights of the samples, each null where it is not defined with them. */
export type Measures = (weights?: ArrayLike<number>) => readonly (number | null)[];

/** The estimate of one of some measures, by its place; `whyUndefined` is asked where it has no value. */
export type Estimates = (place: number, whyUndefined: () => Undefined) => Estimate;

type Undefined = Extract<Estimate, { value: null }>;

/** Shows every resample to all measures; returns, for each of the measures, their estimates. */
export function bootstrap(all: readonly Measures[], units: Units, seed: number): Estimates[] {
  const values = all.map((measures) => measures());
  const resampled = values.map((places) => places.map(() => new Resampled()));
  for (const weights of drawResamples(units, seed))
    all.forEach((measures, i) => {
      measures(weights).forEach((value, place) => resampled[i]![place]!.add(value));
    });
  return values.map((places, i) => (place, whyUndefined) => {
    const value = places[place] ?? null;
    return value === null ? whyUndefined() : resampled[i]![place]!.estimate(value, units);
  });
}

/** The values of one metric in all resamples. */
export class Resampled {
  readonly #values: number[] = [];

  /** Null is a resample in which the metric is not defined: it is left out. */
  add(value: number | null): void {
    if (value !== null) this.#values.push(value);
  }

  /**
   * The estimate with the 2.5th and 97.5th percentile (linear between neighbours, as numpy's). There is no interval
   * when there is a single unit to draw, or when more than half of the resamples were left out: what is left would
   * then say more about which resamples are defined than about the metric.
   */
  estimate(value: number, units: Units): Estimate {
    if (units.count < 2 || this.#values.length < resamples / 2) return { value, low: null, high: null };
    const sorted = Float64Array.from(this.#values).sort();
    return { value, low: percentile(sorted, tail), high: percentile(sorted, 1 - tail) };
  }
}

function percentile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

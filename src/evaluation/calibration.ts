/** Whether probabilities can be taken at their word: Brier score, expected calibration error, and the bins behind it. */
import type { ReliabilityBin } from '../domain/index.ts';

/** A yes-or-no question put to some samples; the arrays are of equal length. */
interface Asked {
  /** Positions in the outcome. */
  readonly samples: Int32Array;
  readonly positives: Uint8Array;
  readonly scores: Float32Array;
}

/** Ten bins of equal width, as scikit-learn's `calibration_curve`. */
const bins = 10;

/** Sums of weights, of probabilities and of truths in each bin, and of squared errors over all. */
interface Sums {
  readonly weights: Float64Array;
  readonly said: Float64Array;
  readonly true: Float64Array;
  squares: number;
}

export interface Calibration {
  /** Null (both) where no sample has a weight. Weights are by sample of the outcome. */
  of(weights?: ArrayLike<number>): { readonly brier: number | null; readonly ece: number | null };
  readonly reliability: readonly ReliabilityBin[];
}

/** Sorts predictions into bins, once for any number of weights. A probability on an edge belongs to the bin below. */
export function prepareCalibration({ samples, positives, scores }: Asked): Calibration {
  const binOf = Uint8Array.from(scores, (score) => {
    let bin = 0;
    while (bin < bins - 1 && score > (bin + 1) * (1 / bins)) bin++;
    return bin;
  });
  const squares = Float64Array.from(scores, (score, i) => (score - positives[i]!) ** 2);
  const sum = (weights?: ArrayLike<number>): Sums => {
    const sums: Sums = {
      weights: new Float64Array(bins),
      said: new Float64Array(bins),
      true: new Float64Array(bins),
      squares: 0,
    };
    for (let i = 0; i < samples.length; i++) {
      const weight = weights ? weights[samples[i]!]! : 1;
      const bin = binOf[i]!;
      sums.weights[bin]! += weight;
      sums.said[bin]! += weight * scores[i]!;
      sums.true[bin]! += weight * positives[i]!;
      sums.squares += weight * squares[i]!;
    }
    return sums;
  };
  return { of: (weights) => errors(sum(weights)), reliability: reliability(sum()) };
}

function errors(sums: Sums): ReturnType<Calibration['of']> {
  const total = sums.weights.reduce((all, weight) => all + weight, 0);
  if (total === 0) return { brier: null, ece: null };
  const gaps = sums.said.reduce((all, said, bin) => all + Math.abs(said - sums.true[bin]!), 0);
  return { brier: sums.squares / total, ece: gaps / total };
}

function reliability(sums: Sums): ReliabilityBin[] {
  return Array.from(sums.weights, (samples, bin) => ({
    samples,
    said: samples > 0 ? sums.said[bin]! / samples : null,
    true: samples > 0 ? sums.true[bin]! / samples : null,
  }));
}

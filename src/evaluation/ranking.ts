/**
 * The area under the ROC curve, and the curve. Scores are sorted once into a ranking; from it the area for any weights
 * costs one pass, which is what makes a thousand bootstrap resamples cheap.
 */

/** Samples of a yes-or-no question in descending order of score. */
export interface Ranking {
  /** For each place in the order, which element of the scores stands there. */
  readonly order: Int32Array;
  /** By place: 1 where the truth is yes. */
  readonly positive: Uint8Array;
  /** By place: 1 where the next place has the same score. */
  readonly tied: Uint8Array;
}

/** A corner of a ROC curve: both rates from 0 to 1. */
export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/**
 * Sorts scores (highest first) once for any number of weighted areas.
 * @param positives as long as the scores; truthy where the truth is yes
 */
export function rankScores(scores: ArrayLike<number>, positives: ArrayLike<number>): Ranking {
  const { length } = scores;
  if (positives.length !== length)
    throw new RangeError(`${length} scores but ${positives.length} truths to rank`);
  for (let i = 0; i < length; i++)
    if (Number.isNaN(scores[i])) throw new RangeError(`score ${i} is NaN: it has no rank`);
  const order = descending(scores);
  const positive = new Uint8Array(length);
  const tied = new Uint8Array(length);
  for (let place = 0; place < length; place++) {
    const element = order[place]!;
    positive[place] = positives[element] ? 1 : 0;
    if (place + 1 < length && scores[element] === scores[order[place + 1]!]) tied[place] = 1;
  }
  return { order, positive, tied };
}

/** Score and position of a float32 fit one double up to this many, 2^21. */
const mostInOneNumber = 2_097_152;

/** Positions in descending order of score, equals as they stand. */
function descending(scores: ArrayLike<number>): Int32Array {
  const { length } = scores;
  const order = Int32Array.from({ length }, (_, i) => i);
  if (!(scores instanceof Float32Array) || length > mostInOneNumber)
    return order.sort((a, b) => scores[b]! - scores[a]!);
  // Numbers are sorted several times faster than by a comparison: the bits of positive floats are in their order.
  const bits = new Int32Array(Float32Array.from(scores, (score) => score + 0).buffer);
  const keys = Float64Array.from(bits, (one, i) => {
    const rank = one < 0 ? -2_147_483_648 - one : one;
    return i - rank * mostInOneNumber;
  }).sort();
  return order.map((_, place) => {
    const rest = keys[place]! % mostInOneNumber;
    return rest < 0 ? rest + mostInOneNumber : rest;
  });
}

/** Areas under the two curves of a ranking; null where they are not defined. */
export interface Areas {
  /** Needs both sides. */
  readonly auc: number | null;
  /** Needs a positive. */
  readonly averagePrecision: number | null;
}

/**
 * AUC: the share of (positive, negative) pairs in which the positive has the higher score, ties counting half; equal to the
 * trapezoidal area of scikit-learn's `roc_auc_score`. Average precision: the mean over positives of the precision among all
 * that score at least as high, as scikit-learn's `average_precision_score`.
 * @param weights by element of the scores; an element of weight w counts as w equal samples
 */
export function rankingAreas(ranking: Ranking, weights?: ArrayLike<number>): Areas {
  const { order, positive, tied } = ranking;
  let pairs = 0;
  let precisions = 0;
  let positives = 0;
  let negatives = 0;
  let negativesInTie = 0;
  let positivesInTie = 0;
  for (let place = 0; place < order.length; place++) {
    const weight = weights ? weights[order[place]!]! : 1;
    // Multiplied rather than branched on: which side comes next can't be predicted.
    const positiveWeight = weight * positive[place]!;
    positivesInTie += positiveWeight;
    negativesInTie += weight - positiveWeight;
    if (tied[place]) continue;
    pairs += negativesInTie * (positives + positivesInTie / 2);
    positives += positivesInTie;
    negatives += negativesInTie;
    if (positivesInTie > 0) precisions += (positivesInTie * positives) / (positives + negatives);
    positivesInTie = 0;
    negativesInTie = 0;
  }
  return {
    auc: positives > 0 && negatives > 0 ? pairs / (positives * negatives) : null,
    averagePrecision: positives > 0 ? precisions / positives : null,
  };
}

/**
 * The area under the ROC curve (see `rankingAreas`); null where there is only one class.
 * @param positives as long as the scores; truthy where the truth is yes
 * @param weights by sample, not negative; left out, every sample counts once
 */
export function auc(
  scores: ArrayLike<number>,
  positives: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | null {
  return rankingAreas(rankScores(scores, positives), weights).auc;
}

/** Nearer to the last kept corner than this, a corner can't be told from it on a plot of 1000 px. */
const visibleStep = 1 / 500;

/**
 * The ROC curve of a ranking from (0, 0) to (1, 1) for plotting: corners that nobody could see are left out, so that a split of a
 * hundred thousand samples gives at most about a thousand points. Empty where there is only one class.
 */
export function rocCurve({ order, positive, tied }: Ranking): RocPoint[] {
  const total = positive.reduce((sum, yes) => sum + yes, 0);
  const others = order.length - total;
  if (total === 0 || others === 0) return [];
  let last: RocPoint = { falsePositiveRate: 0, truePositiveRate: 0 };
  const points = [last];
  let hits = 0;
  for (let place = 0; place < order.length; place++) {
    hits += positive[place]!;
    if (tied[place]) continue;
    const falsePositiveRate = (place + 1 - hits) / others;
    const truePositiveRate = hits / total;
    const isLast = place === order.length - 1;
    const step = falsePositiveRate - last.falsePositiveRate + (truePositiveRate - last.truePositiveRate);
    if (step < visibleStep && !isLast) continue;
    last = { falsePositiveRate, truePositiveRate };
    points.push(last);
  }
  return points;
}

/** A place on a precision-recall curve: both from 0 to 1. */
export interface PrecisionPoint {
  readonly recall: number;
  readonly precision: number;
}

/**
 * The precision-recall curve of a ranking for plotting, from the highest score down to where all positives are found; thinned like the ROC
 * curve. Empty where there is no positive.
 */
export function precisionRecallCurve({ order, positive, tied }: Ranking): PrecisionPoint[] {
  const total = positive.reduce((sum, yes) => sum + yes, 0);
  const points: PrecisionPoint[] = [];
  let last: PrecisionPoint | null = null;
  let hits = 0;
  for (let place = 0; place < order.length && hits < total; place++) {
    hits += positive[place]!;
    if (tied[place]) continue;
    const recall = hits / total;
    const precision = hits / (place + 1);
    const step = last === null ? 1 : recall - last.recall + Math.abs(precision - last.precision);
    if (step < visibleStep && hits < total) continue;
    last = { recall, precision };
    points.push(last);
  }
  return points;
}

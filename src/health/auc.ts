/** How well a score tells two classes apart. Of the same meaning as in `src/evaluation`, which this room may not know. */

/** @returns the share of pairs (positive, negative) in which the positive has the higher score, ties counting half; null with one class */
export function areaUnderCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let tied = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      tied += positive[order[end]!] === 1 ? 1 : 0;
      end++;
    }
    rankSum += (tied * (start + 1 + end)) / 2;
    positives += tied;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Standard error of an AUC after Hanley and McNeil, Radiology 143 (1982), for scores that are about exponential. */
export function standardError(auc: number, positives: number, negatives: number): number {
  const both = auc / (2 - auc) - auc * auc;
  const one = (2 * auc * auc) / (1 + auc) - auc * auc;
  const variance = auc * (1 - auc) + (positives - 1) * both + (negatives - 1) * one;
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}

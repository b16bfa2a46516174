/** The watched samples with the probability of what is true of each. */
import type { Pixels, Target } from '../../domain/index.ts';
import type { WatchedSamples } from '../../state/index.ts';

export interface WatchedLikelihood {
  readonly row: number;
  readonly pixels: Pixels | null;
  /** The true class; for multi-label the first finding that is there, or the first of all. */
  readonly name: string;
  /** Of that class, 0 to 1. */
  readonly probability: number;
  readonly percent: number;
}

/** @param target null where it isn't known any more; then nothing can be said */
export function watchedLikelihoods(watched: WatchedSamples, target: Target | null): WatchedLikelihood[] {
  const { rows, labels, pictures, probabilities } = watched;
  if (target === null || probabilities === null) return [];
  const { length } = target.classes;
  return rows.map((row, i) => {
    const isMultiLabel = target.kind === 'multi-label';
    const positives = isMultiLabel ? labels.slice(i * length, (i + 1) * length).indexOf(1) : labels[i]!;
    const index = Math.max(0, positives);
    const probability = probabilities[i * length + index] ?? 0;
    const name = target.classes[index] ?? '';
    return { row, pixels: pictures[i] ?? null, name, probability, percent: probability * 100 };
  });
}

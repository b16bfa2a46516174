/** The lines of the table of figures: those that a split has, in the order in which they are explained. */
import type { Estimate, SplitResult } from '../../domain/index.ts';

interface ScoreWords {
  readonly names: Readonly<Record<ScoreName, string>>;
  readonly says: Readonly<Record<ScoreName, string>>;
}
type ScoreName =
  'auc' | 'acc' | 'averagePrecision' | 'f1Macro' | 'f1Weighted' | 'kappa' | 'brier' | 'ece';

export function scoreRows(
  { auc, acc, scores }: SplitResult,
  { names, says }: ScoreWords,
): { readonly name: string; readonly says: string; readonly estimate: Estimate }[] {
  const estimates: [ScoreName, Estimate | null][] = [
    ['auc', auc],
    ['acc', acc],
    ['averagePrecision', scores?.averagePrecision ?? null],
    ['f1Macro', scores?.f1Macro ?? null],
    ['f1Weighted', scores?.f1Weighted ?? null],
    ['kappa', scores?.kappa ?? null],
    ['brier', scores?.brier ?? null],
    ['ece', scores?.ece ?? null],
  ];
  return estimates.flatMap(([key, estimate]) =>
    estimate === null ? [] : [{ name: names[key], says: says[key], estimate }],
  );
}

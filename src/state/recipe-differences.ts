/** What two recipes have different, as the paths by which a recipe is changed (`training.epochs`). */
import type { CompleteRecipe } from '../domain/index.ts';

export interface RecipeDifference {
  /** As in `recipe.json`. */
  readonly path: string;
  readonly here: string;
  readonly there: string;
}

/** What changes how a run is carried out and not what it is: not counted as a difference. */
const machinery = new Set(['backend', 'threads', 'identifiers']);

export function recipeDifferences(here: CompleteRecipe, there: CompleteRecipe): RecipeDifference[] {
  const [ours, theirs] = [leaves(here), leaves(there)];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((path) => !machinery.has(path) && ours.get(path) !== theirs.get(path))
    .map((path) => ({ path, here: ours.get(path) ?? '–', there: theirs.get(path) ?? '–' }));
}

/** Each value under its path, as JSON without quotes; lists are one value. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...leaves(member, path === '' ? key : `${path}.${key}`),
    ]),
  );
}

/** Test AUC of runs that differ by nothing but their seed. */
export interface Repeated {
  readonly runs: number;
  readonly mean: number;
  /** Standard deviation with n - 1 in its denominator. */
  readonly spread: number;
}

/** Null where there is one only. */
export function repeated(aucs: readonly (number | null)[]): Repeated | null {
  const known = aucs.filter((auc) => auc !== null);
  if (known.length < 2) return null;
  const mean = known.reduce((sum, auc) => sum + auc, 0) / known.length;
  const squares = known.reduce((sum, auc) => sum + (auc - mean) ** 2, 0);
  return { runs: known.length, mean, spread: Math.sqrt(squares / (known.length - 1)) };
}

/** Smaller and smaller parts of a training split, each within the next larger one. */
import { seededRandom, shuffled, type LabelColumn, type SampleTable } from '../domain/index.ts';
import { groupOf, strataOf } from './make-splits.ts';

/**
 * About a fraction of the training rows, in their order. Groups (patients, else studies, else images) are whole, and of the groups of
 * each class, counted with the rarest that they have, as many are taken, rounded up: no class is lost. What is taken for a fraction is
 * taken for every larger one too. The same seed takes the same.
 * @param rows of the training split, all with a label
 * @param fraction above 0, up to 1
 */
export function trainFraction(
  table: SampleTable,
  column: LabelColumn,
  rows: Int32Array,
  fraction: number,
  seed: number,
): Int32Array {
  const totals = new Map<number, number>();
  const groups = new Map<string, Set<number>>();
  for (const row of rows) {
    const name = groupOf(table, row);
    const classes = groups.get(name) ?? new Set();
    for (const index of strataOf(column, row)) {
      totals.set(index, (totals.get(index) ?? 0) + 1);
      classes.add(index);
    }
    groups.set(name, classes);
  }
  const strata = new Map<number, string[]>();
  for (const [name, classes] of groups) {
    const rarest = [...classes].reduce((a, b) => (totals.get(b)! < totals.get(a)! ? b : a));
    strata.set(rarest, [...(strata.get(rarest) ?? []), name]);
  }
  const taken = new Set<string>();
  for (const [index, names] of strata) {
    const order = shuffled(names, seededRandom(seed, 'fraction', index));
    // A tenth of 30 is not to be 4.
    const count = Math.ceil(fraction * names.length - 1e-9);
    for (const name of order.slice(0, count)) taken.add(name);
  }
  return rows.filter((row) => taken.has(groupOf(table, row)));
}

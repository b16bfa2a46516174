/** Two kept runs on the same test samples, resampled together. */
import type { Difference } from '../domain/index.ts';
import { comparePaired } from '../evaluation/index.ts';
import { stored, storedTable } from '../storage/index.ts';

/**
 * By how much the first is better. Null where they were not asked the same of the same samples: another target, another
 * table, other test rows, or labels that their recipes settled otherwise.
 */
export async function compareRuns(runId: string, otherId: string): Promise<Difference | null> {
  const [ours, theirs] = await Promise.all([tested(runId), tested(otherId)]);
  if (ours === null || theirs === null || ours.plan.tableId !== theirs.plan.tableId) return null;
  const [target, other] = [ours.plan.target, theirs.plan.target];
  const isSame =
    target.kind === other.kind &&
    JSON.stringify(target.classes) === JSON.stringify(other.classes) &&
    equal(ours.rows, theirs.rows) &&
    equal(ours.labels, theirs.labels);
  if (!isSame) return null;
  const table = await storedTable(ours.plan.tableId);
  const patients = table.patients && Array.from(ours.rows, (row) => table.patients![row]!);
  const { labels, probabilities, plan } = ours;
  return comparePaired({ target, labels, probabilities }, theirs, patients, plan.recipe.seed);
}

async function tested(runId: string) {
  const { planId } = await stored('runs', runId);
  const plan = await stored('plans', planId);
  const { predictions, labels } = await stored('results', runId);
  const at = predictions.findIndex(({ split }) => split === 'test');
  const found = predictions[at];
  return found === undefined ? null : { plan, labels: labels[at]!, ...found };
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** The rows of each split, as plans keep them, from the split of each row, and back. */
import { splits, type Split } from '../domain/index.ts';

export function rowsBySplit(assigned: readonly (Split | null)[]): Record<Split, Int32Array> {
  const rows: Record<Split, number[]> = { train: [], val: [], test: [] };
  assigned.forEach((split, row) => {
    if (split) rows[split].push(row);
  });
  const [train, val, test] = splits.map((split) => Int32Array.from(rows[split]));
  return { train: train!, val: val!, test: test! };
}

/** The split of each row of a table. */
export function assignedSplits(
  rows: Readonly<Record<Split, Int32Array>>,
  length: number,
): (Split | null)[] {
  const assigned = Array.from({ length }, (): Split | null => null);
  for (const split of splits) for (const row of rows[split]) assigned[row] = split;
  return assigned;
}

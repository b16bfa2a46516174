/** What the recipe's `health` changes in training: rows that are left out, and labels that are not learned from. */
import { missingLabel, type Recipe, type TensorReader } from '../domain/index.ts';
import { findDuplicates, type Duplicates } from './duplicates.ts';
import { seenKey, isDisputed, rowsBy, rowsInUse, type Examined } from './examined.ts';
import { picturesInUse, type Pictures } from './pictures.ts';
import { readThumbnails } from './thumbnails.ts';

export interface Fixed {
  /** Training rows to be left out. */
  readonly dropped: ReadonlySet<number>;
  /** `[rows, width]` with what is not to be learned from set to `missingLabel`. */
  readonly labels: Int32Array;
}

/** @param tensors null where the run has no images, so that only equal references are copies */
export async function applyFixes(
  examined: Examined,
  tensors: TensorReader | null,
  rejected: ReadonlySet<number>,
  { duplicates, conflicts }: Recipe['health'],
): Promise<Fixed> {
  const unchanged = { dropped: new Set<number>(), labels: examined.settled.values };
  if (tensors === null || (duplicates === 'keep' && conflicts === 'keep')) return unchanged;
  const pictures = picturesInUse(examined, rejected);
  const found = await duplicatesOf(tensors, pictures);
  return {
    dropped: duplicates === 'drop' ? copiesInTrain(examined, pictures, found) : unchanged.dropped,
    labels:
      conflicts === 'mask' ? withoutDisputes(examined, pictures, found, rejected) : unchanged.labels,
  };
}

async function duplicatesOf(tensors: TensorReader, { first }: Pictures): Promise<Duplicates> {
  const reading = readThumbnails(tensors, first);
  let read = await reading.next();
  while (read.done !== true) read = await reading.next();
  const searching = findDuplicates(read.value);
  let found = searching.next();
  while (found.done !== true) found = searching.next();
  return found.value;
}

/** Of each group all that is in train, where another split has a copy too; else all but the first. */
function copiesInTrain(
  { splits }: Examined,
  { all }: Pictures,
  { exact, near }: Duplicates,
): Set<number> {
  const dropped = new Set<number>();
  const exactOf = new Map(exact.map((group) => [group[0]!, group]));
  const whole = [
    ...exact,
    ...near.map((group) => group.flatMap((picture) => exactOf.get(picture) ?? [picture])),
  ];
  for (const group of whole) {
    const isElsewhere = group.some((picture) => all[picture]!.some((row) => splits[row] !== 'train'));
    for (const picture of isElsewhere ? group : group.slice(1))
      for (const row of all[picture]!) if (splits[row] === 'train') dropped.add(row);
  }
  return dropped;
}

/** Classes that copies of one image disagree on are not learned from them; other splits keep their labels. */
function withoutDisputes(
  examined: Examined,
  { all }: Pictures,
  { exact }: Duplicates,
  rejected: ReadonlySet<number>,
): Int32Array {
  const { table, settled, splits, text } = examined;
  const { width, values, target } = settled;
  // The same right option may stand in another place.
  if (target.kind === 'choice') return values;
  const question = (row: number) => (text === null ? '' : (table.text[text]?.[row] ?? ''));
  const readable = rowsInUse(examined).filter((row) => !rejected.has(row));
  const byReference = rowsBy(readable, (row) => seenKey(examined, row) + question(row));
  const byPixels = text === null ? exact.map((group) => group.flatMap((picture) => all[picture]!)) : [];
  const masked = values.slice();
  for (const rows of [...byReference.values(), ...byPixels]) {
    if (rows.length < 2) continue;
    for (let k = 0; k < width; k++) {
      if (!isDisputed(values, width, k, rows)) continue;
      for (const row of rows) if (splits[row] === 'train') masked[row * width + k] = missingLabel;
    }
  }
  return masked;
}

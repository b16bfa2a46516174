/**
 * Joins files with equal headings that are for different splits by their names (`train.csv` beside `test.csv`) or by their
 * folders' (`train/metadata.csv` and `test/metadata.csv`), and the shards that large tables are cut into.
 */
import type { Split } from '../../domain/index.ts';
import type { TableBatch } from '../../formats/index.ts';
import { baseName, folderOf, stemOf } from '../listing.ts';
import { splitOfFolder, splitOfName } from '../split-words.ts';
import type { Grid, OpenGrid } from './grid.ts';

/** A file and the split that its name tells of. */
export interface Part {
  readonly grid: OpenGrid;
  readonly split: Split | null;
}

/** `train-00000-of-00002`, as Hugging Face names them, or a bare number. */
const shard = /(?:^|[-_.])\d+-of-\d+(?:-[0-9a-f]{16})?$|^\d+$/;

/** A name for a shard that its siblings share; of other files the path. */
export function familyOf(path: string): string {
  const stem = stemOf(baseName(path));
  return shard.test(stem) ? `${folderOf(path)}/${stem.replace(shard, '')}/shards` : path;
}

/** Files that belong together, in order; the others by themselves. */
export function groupGrids(grids: readonly OpenGrid[]): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const grid of grids) {
    const path = grid.paths[0]!;
    const place = placeOf(path);
    const key = JSON.stringify([place?.folder ?? path, ...grid.columns.map(({ name }) => name)]);
    groups.set(key, [...(groups.get(key) ?? []), { grid, split: place?.split ?? null }]);
  }
  return [...groups.values()].flatMap((group) => {
    const families = new Set(group.map(({ grid }) => familyOf(grid.paths[0]!)));
    const splits = new Set(group.map(({ split }) => split));
    // One file or one row of shards for each split; anything else are tables of their own.
    return splits.size === families.size ? [group] : group.map((one) => [one]);
  });
}

/** The split that a file is for, and the folder in which its siblings are looked for. Shards without a split have siblings too. */
function placeOf(path: string): { split: Split | null; folder: string } | null {
  const folder = folderOf(path);
  const stem = stemOf(baseName(path));
  const byName = splitOfName(stem);
  if (byName !== null) return { split: byName, folder };
  const isShard = shard.test(stem);
  const byFolder = splitOfFolder(baseName(folder));
  if (byFolder !== null)
    return { split: byFolder, folder: `${folderOf(folder)}/*/${isShard ? '' : baseName(path)}` };
  return isShard ? { split: null, folder: familyOf(path) } : null;
}

/** @param rows of each part */
export function joinGrids(parts: readonly Part[], rowsOf: readonly number[]): Grid {
  const starts: number[] = [];
  let rows = 0;
  for (const partRows of rowsOf) {
    starts.push(rows);
    rows += partRows;
  }
  const partOf = (row: number) => starts.findLastIndex((start) => start <= row);
  async function* batches(columns: readonly string[], signal: AbortSignal): AsyncGenerator<TableBatch> {
    for (const [i, { grid }] of parts.entries())
      for await (const batch of grid.batches(columns, signal))
        yield { ...batch, start: batch.start + starts[i]! };
  }
  const hasSplits = new Set(parts.map(({ split }) => split)).size > 1;
  return {
    paths: parts.flatMap(({ grid }) => grid.paths),
    columns: parts[0]!.grid.columns,
    ...(parts[0]!.grid.card && { card: parts[0]!.grid.card }),
    rows,
    splitOfRow: hasSplits ? (row) => parts[partOf(row)]!.split! : null,
    batches,
    locate: (row) => parts[partOf(row)]!.grid.locate(row - starts[partOf(row)]!),
  };
}

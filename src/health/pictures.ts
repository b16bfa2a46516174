/** The images behind the rows that are in use: each once, however many samples (questions, regions) show it. */
import type { Split } from '../domain/index.ts';
import { rowsBy, rowsInUse, seenKey, type Examined } from './examined.ts';

export interface Pictures {
  /** The first row of each image, in ascending order. */
  readonly first: Int32Array;
  /** All rows of each image. */
  readonly all: readonly (readonly number[])[];
}

/** @param rejected rows whose image could not be read */
export function picturesInUse(examined: Examined, rejected: ReadonlySet<number>): Pictures {
  const { images } = examined.table;
  if (images === null) return { first: new Int32Array(0), all: [] };
  const readable = rowsInUse(examined).filter((row) => !rejected.has(row));
  const all = [...rowsBy(readable, (row) => seenKey(examined, row)).values()];
  return { first: Int32Array.from(all, (rows) => rows[0]!), all };
}

/** The splits that a group of images is in. */
export function splitsOf(
  group: readonly number[],
  { all }: Pictures,
  { splits }: Pick<Examined, 'splits'>,
): Set<Split | null> {
  return new Set(group.flatMap((picture) => all[picture]!.map((row) => splits[row]!)));
}

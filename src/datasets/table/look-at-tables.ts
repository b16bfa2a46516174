/** Reads the tables of a source, finds out what their columns are, and picks the one that says most about the samples. */
import {
  AppError,
  appError,
  type Evidence,
  type Reading,
  type ReadingProgress,
  type Source,
} from '../../domain/index.ts';
import type { Listing } from '../listing.ts';
import { factsOf, type ColumnFacts } from './column-facts.ts';
import { indexImages } from './file-join.ts';
import { joinSplitGrids, readGrid, type Grid } from './grid.ts';
import {
  evidenceOfParts,
  givenParts,
  guessParts,
  type Parts,
  type Surroundings,
} from './guess-roles.ts';

export interface TablePlan {
  readonly grid: Grid;
  readonly columns: readonly ColumnFacts[];
  readonly parts: Parts;
  readonly score: number;
  readonly evidence: readonly Evidence[];
}

/** Some datasets keep a table beside every picture; the one that describes them all lies near the root. */
const maximumTables = 32;
/** A table that names no image, or whose labels can't be learned. */
const hardlyUseful = 0.3;
const textOnly = 0.4;

/**
 * The best plan, null where no table says anything of samples.
 * @throws AppError `missing-column`, `recipe-does-not-fit` for columns given by hand; `no-target`, `damaged-table` and what
 * reading may throw, where no other table is of use
 */
export async function* lookAtTables(
  source: Source,
  listing: Listing,
  roles: Reading['columns'],
  signal: AbortSignal,
): AsyncGenerator<ReadingProgress, TablePlan | null, void> {
  const failures: AppError[] = [];
  const files: Grid[] = [];
  let done = 0;
  for (const path of nearestTables(listing)) {
    signal.throwIfAborted();
    const grid = await orFailure(() => readGrid(source, path), failures);
    if (grid === null) continue;
    files.push(grid);
    yield { stage: 'table', done: (done += grid.rows) };
  }
  const around = { index: indexImages(listing.images), images: listing.images.length };
  const plans: TablePlan[] = [];
  for (const grid of joinSplitGrids(files)) {
    signal.throwIfAborted();
    const plan = await orFailure(() => planOf(grid, roles, around), failures);
    if (plan !== null) plans.push(plan);
  }
  if (plans.length === 0 && failures[0] !== undefined) throw failures[0];
  return plans.reduce<TablePlan | null>(
    (best, plan) => (best === null || plan.score > best.score ? plan : best),
    null,
  );
}

function planOf(grid: Grid, roles: Reading['columns'], around: Surroundings): TablePlan | null {
  const columns = grid.columns.map(factsOf);
  const parts =
    roles === null ? guessParts(grid, columns, around) : givenParts(grid, columns, roles, around);
  if (parts.file === null && parts.text === null) {
    if (roles === null) return null;
    const available = columns.map(({ name }) => name).join(', ');
    throw appError('recipe-does-not-fit', grid.paths[0]!, {
      path: 'reading.columns',
      found: 'file: null, text: null',
      available,
    });
  }
  if (parts.labels.length === 0) {
    const names = columns.map(({ name }) => name).join(', ');
    throw appError('no-target', grid.paths[0]!, { columns: names });
  }
  const table = { table: grid.paths.join(', '), rows: grid.rows, columns: columns.length };
  return {
    grid,
    columns,
    parts,
    score: scoreOf(grid, parts, around),
    evidence: [
      { kind: 'table-found', holds: true, parameters: table },
      ...evidenceOfParts(grid, parts, roles !== null),
    ],
  };
}

/** A table that names every image beats folders that look like classes; one that names a few of many does not. */
function scoreOf({ rows }: Grid, { file, labels }: Parts, { images }: Surroundings): number {
  if (file === null) return textOnly;
  const { rank } = labels[0]!;
  if (file.matched === 0 || rank < 0) return hardlyUseful;
  return 0.3 + (0.2 * file.matched) / rows + (0.3 * file.images) / images + (rank > 1 ? 0.1 : 0);
}

function nearestTables({ tables }: Listing): string[] {
  const depth = (path: string) => path.split('/').length;
  return [...tables].sort((a, b) => depth(a) - depth(b)).slice(0, maximumTables);
}

/** One table that can't be used does not stop the others. */
async function orFailure<T>(attempt: () => T | Promise<T>, failures: AppError[]): Promise<T | null> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    failures.push(error);
    return null;
  }
}

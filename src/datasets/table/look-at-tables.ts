/** Reads the tables of a source, finds out what their columns are, and picks the one that says most about the samples. */
import {
  AppError,
  appError,
  type Evidence,
  type Problem,
  type Reading,
  type ReadingProgress,
  type Source,
} from '../../domain/index.ts';
import { cardsOf } from '../hub-card.ts';
import { someOf } from '../inspection.ts';
import type { Listing } from '../listing.ts';
import { filesOf } from '../published/files.ts';
import type { ColumnFacts } from './column-facts.ts';
import { indexImages } from './file-join.ts';
import { openGrid, withNames, type Grid, type OpenGrid } from './grid.ts';
import { familyOf, groupGrids } from './join-grids.ts';
import { rankOfObjects } from './objects.ts';
import { surveyParts, type SurveyedGrid } from './survey-grids.ts';
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
  /** What is wrong with tables of the source that can't be read, whether or not they would have been parts of this one. */
  readonly broken: readonly Problem[];
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
  const broken: AppError[] = [];
  const failures: AppError[] = [];
  const opened: OpenGrid[] = [];
  const cardOf = cardsOf(filesOf(source, listing));
  for (const path of nearestTables(listing)) {
    signal.throwIfAborted();
    const grid = await orFailure(() => openGrid(source, path), broken);
    if (grid === null || grid.columns.length === 0) continue;
    const card = await cardOf(path);
    opened.push(card === null ? grid : withNames(grid, card));
  }
  const around = { index: indexImages(listing.images), images: listing.images, signal };
  const plans: Omit<TablePlan, 'broken'>[] = [];
  let done = 0;
  for (const parts of groupGrids(opened)) {
    const walk = surveyParts(parts, broken, signal);
    let step = await walk.next();
    for (; step.done !== true; step = await walk.next())
      yield { stage: 'table', done: (done += step.value) };
    const surveyed = step.value;
    if (surveyed === null) continue;
    const plan = await orFailure(() => planOf(surveyed, roles, around), failures);
    if (plan !== null) plans.push(plan);
  }
  const [first, ...others] = plans;
  if (first === undefined) {
    const [failure] = [...broken, ...failures];
    if (failure !== undefined) throw failure;
    return null;
  }
  const best = others.reduce((one, plan) => (plan.score > one.score ? plan : one), first);
  return { ...best, broken: broken.map(({ problem }) => problem) };
}

async function planOf(
  { grid, columns }: SurveyedGrid,
  roles: Reading['columns'],
  around: Surroundings,
): Promise<Omit<TablePlan, 'broken'> | null> {
  const parts =
    roles === null
      ? await guessParts(grid, columns, around)
      : await givenParts(grid, columns, roles, around);
  if (parts.file === null && parts.cells === null && parts.text === null) {
    if (roles === null) return null;
    const available = columns.map(({ name }) => name).join(', ');
    throw appError('recipe-does-not-fit', grid.paths[0]!, {
      path: 'reading.columns',
      found: 'file: null, text: null',
      available,
    });
  }
  if (parts.labels.length === 0 && parts.objects === null) {
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
      ...evidenceOfCard(grid),
      ...evidenceOfParts(grid, parts, around.images, roles !== null),
    ],
  };
}

/** Of columns that a card names, those that the table has. */
function evidenceOfCard({ card, columns }: Grid): Evidence[] {
  const own = columns.map(({ name }) => name);
  const named = [...(card?.names.keys() ?? [])].filter((column) =>
    own.some((name) => column === name || column.startsWith(`${name}.`)),
  );
  if (card === undefined || named.length === 0) return [];
  const parameters = { file: card.file, columns: someOf(named) };
  return [{ kind: 'names-in-card', holds: true, parameters }];
}

/** A table that names every image beats folders that look like classes; one that names a few of many does not. */
function scoreOf({ rows }: Grid, parts: Parts, { images }: Surroundings): number {
  const { file, cells, labels, objects } = parts;
  const rank = objects === null ? labels[0]!.rank : rankOfObjects;
  if (cells !== null) return rank < 0 ? hardlyUseful : rank > 1 ? 0.9 : 0.8;
  if (file === null) return textOnly;
  if (file.matched === 0 || rank < 0) return hardlyUseful;
  return 0.3 + (0.2 * file.matched) / rows + (0.3 * file.images) / images.length + (rank > 1 ? 0.1 : 0);
}

/** The shards of one table count as one. */
function nearestTables({ tables }: Listing): string[] {
  const depth = (path: string) => path.split('/').length;
  const families = new Set<string>();
  return [...tables]
    .sort((a, b) => depth(a) - depth(b))
    .filter((path) => {
      const family = familyOf(path);
      if (families.size < maximumTables) families.add(family);
      return families.has(family);
    });
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

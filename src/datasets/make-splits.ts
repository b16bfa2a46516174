/**
 * Puts every sample that has a label into train, val or test: as the dataset says, and by patient and by class where it
 * doesn't say. The same table, target, options and seed give the same splits on every machine.
 */
import {
  appError,
  seededRandom,
  splits,
  type LabelColumn,
  type Recipe,
  type SampleTable,
  type Split,
  type Target,
} from '../domain/index.ts';
import { dealGroups, type Group, type Shares } from './group-splits.ts';
import { classesOf, hasLabel } from './labels.ts';

/**
 * The split of each row of the table; null where the row has no label for this target (multi-label: none at all), or where
 * the dataset has a training split and the row is in none of its splits.
 *
 * With `use: 'official'`, samples keep their official split, and splits that are missing are taken from the official
 * training part (from everything where there is none). With `use: 'made'` official splits are ignored. Shares are of the
 * samples that are dealt out. Made splits never part a patient, nor a study or rows that share one image where patients are unknown;
 * a patient who is in an official val or test too stays in train.
 *
 * @throws AppError `empty-split` where a split would have no samples (a share of 0 asks for none), `recipe-does-not-fit` where
 * the shares leave nothing for train
 */
export function makeSplits(
  table: SampleTable,
  target: Target,
  options: Recipe['split'],
  seed: number,
): (Split | null)[] {
  const column = labelsOf(table, target);
  const labelled = Array.from(table.ids.keys()).filter((row) => hasLabel(column, row));
  const result: (Split | null)[] = table.ids.map(() => null);
  const official = officialOf(table, labelled, options.use);
  const pool: number[] = [];
  for (const row of labelled) {
    const split = official.of(row);
    if (split === official.pool) pool.push(row);
    else result[row] = split;
  }
  const shares = sharesOf(options, official.present);
  const pinned = new Set(
    labelled.filter((row) => result[row] !== null).map((row) => groupOf(table, row)),
  );
  deal(table, column, pool, pinned, shares, seed).forEach((split, i) => (result[pool[i]!] = split));

  const wanted = splits.filter((split) => shares[split] > 0 || official.present.has(split));
  const empty = wanted.find((split) => !result.includes(split));
  if (empty !== undefined)
    throw appError('empty-split', null, { split: empty, samples: labelled.length });
  return result;
}

/** The labels of a target. */
export function labelsOf(table: SampleTable, { name }: Target): LabelColumn {
  const column = table.labels.find(({ target }) => target.name === name);
  if (column !== undefined) return column;
  const available = table.labels.map(({ target }) => target.name).join(', ');
  throw appError('recipe-does-not-fit', null, { path: 'target', found: name, available });
}

interface OfficialSplits {
  readonly of: (row: number) => Split | null;
  /** What is dealt out: train where the dataset has it, else what it put nowhere. */
  readonly pool: 'train' | null;
  readonly present: ReadonlySet<Split | null>;
}

function officialOf(
  table: SampleTable,
  rows: readonly number[],
  use: Recipe['split']['use'],
): OfficialSplits {
  const none = { of: () => null, pool: null, present: new Set<Split>() };
  if (use === 'made') return none;
  const present = new Set<Split | null>(rows.map((row) => table.officialSplits[row]!));
  const pool = present.has('train') ? 'train' : null;
  // Only a val or a test part was opened: it is all there is.
  if (!present.has(pool)) return none;
  present.delete(null);
  return { of: (row: number) => table.officialSplits[row]!, pool, present };
}

function sharesOf({ val, test }: Recipe['split'], present: ReadonlySet<Split | null>): Shares {
  const shares = { val: present.has('val') ? 0 : val, test: present.has('test') ? 0 : test };
  const train = 1 - shares.val - shares.test;
  if (train > 1e-9) return { train, ...shares };
  throw appError('recipe-does-not-fit', null, {
    path: 'split',
    found: `val ${val} + test ${test}`,
    available: '< 1',
  });
}

/** The split of each row of the pool; groups that are pinned stay in train. */
function deal(
  table: SampleTable,
  column: LabelColumn,
  pool: readonly number[],
  pinned: ReadonlySet<string>,
  shares: Shares,
  seed: number,
): Split[] {
  const names = pool.map((row) => groupOf(table, row));
  const groups = new Map<string, Group>();
  /** Most groups are of one sample, and those of one class are alike: of a million, few are kept. */
  const alike = new Map<number, Group>();
  pool.forEach((row, i) => {
    if (pinned.has(names[i]!)) return;
    const strata = strataOf(column, row);
    const before = groups.get(names[i]!);
    if (before === undefined && strata.length === 1) {
      const [index] = strata as [number];
      const one = alike.get(index) ?? { samples: 1, classes: new Map([[index, 1]]) };
      alike.set(index, one);
      groups.set(names[i]!, one);
      return;
    }
    const classes = new Map(before?.classes);
    for (const index of strata) classes.set(index, (classes.get(index) ?? 0) + 1);
    groups.set(names[i]!, { samples: (before?.samples ?? 0) + 1, classes });
  });
  const list: Group[] = [...groups.values()];
  const dealt = dealGroups(list, shares, seededRandom(seed, 'split'));
  const splitOfGroup = new Map([...groups.keys()].map((name, i) => [name, dealt[i]!]));
  return names.map((name) => splitOfGroup.get(name) ?? 'train');
}

/** What may not be parted: a patient, else a study, else an image. */
export function groupOf({ patients, studies, images, ids }: SampleTable, row: number): string {
  const patient = patients?.[row] ?? '';
  if (patient !== '') return `patient ${patient}`;
  const study = studies?.[row] ?? '';
  if (study !== '') return `study ${study}`;
  const image = images?.[row];
  return image?.kind === 'file' ? `file ${image.path}` : `row ${ids[row]!}`;
}

/** The classes of a sample; a multi-label sample without any is of a class of its own, so that these are spread evenly too. */
export function strataOf(column: LabelColumn, row: number): readonly number[] {
  const classes = classesOf(column, row);
  return classes.length > 0 ? classes : [column.target.classes.length];
}

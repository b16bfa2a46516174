/**
 * What can be predicted from a table: columns with few different values, and several columns of 0 and 1 together. Every
 * plausible one becomes a target, the likeliest first; where none is plausible the rest is offered with what is wrong
 * with it, because "your label column has only unique values" helps more than "no label column".
 */
import { appError } from '../../domain/index.ts';
import { checkLabels, labelsFromCodes, type CheckedLabels } from '../labels.ts';
import { codeColumns, type CodedColumn } from './collect.ts';
import { indicated, isIndicator, type ColumnFacts } from './column-facts.ts';
import type { Grid } from './grid.ts';
import { speaksOf } from './headings.ts';

export interface LabelCandidate {
  readonly name: string;
  /** `one-hot`: columns of 0 and 1 with exactly one 1 a row. */
  readonly kind: 'single' | 'one-hot' | 'multi-label';
  readonly columns: readonly ColumnFacts[];
  /** 2 or more for what is surely a label, below 0 for what can't be learned or was hardly meant to be. */
  readonly rank: number;
}

/** Plain whole numbers with more different values than this are measurements. */
const maximumGrades = 20;
const maximumClasses = 1000;
/** Two columns of 0 and 1 that exclude each other are too few to call it a code. */
const leastOneHotColumns = 3;

/** The plausible targets, best first. `columns` are those that play no other part. */
export async function labelCandidates(
  grid: Grid,
  columns: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<LabelCandidate[]> {
  const filled = columns.filter(({ present }) => present > 0);
  const group = await groupOf(
    grid,
    filled.filter((facts) => isIndicator(facts) && !isAlwaysYes(facts) && !isBeside(facts)),
    signal,
  );
  const singles = filled.filter((facts) => isCalledLabel(facts) || isPlausible(facts));
  const plausible = [...group, ...singles.map(single)];
  const candidates = plausible.length > 0 ? plausible : filled.map(single);
  return candidates.sort((a, b) => b.rank - a.rank);
}

/** What a person chose: one column as it is; several as one multi-label target where all hold 0 and 1, and each by itself. */
export function chosenLabels(columns: readonly ColumnFacts[]): LabelCandidate[] {
  const areIndicators = columns.length > 1 && columns.every(isIndicator);
  return [...(areIndicators ? [together(columns, 'multi-label')] : []), ...columns.map(single)];
}

/** The columns whose values the candidates need: of a single one with too many values none are kept. */
export function columnsOfLabels(candidates: readonly LabelCandidate[]): ColumnFacts[] {
  return candidates.flatMap(({ columns }) => columns.filter(({ isMany }) => !isMany));
}

/**
 * The labels of the given rows.
 * @param coded the columns that `columnsOfLabels` names
 * @param file the table, for problems
 */
export function toLabels(
  { name, kind, columns }: LabelCandidate,
  coded: ReadonlyMap<string, CodedColumn>,
  rows: Int32Array,
  file: string,
): CheckedLabels {
  if (kind === 'single') {
    const facts = columns[0]!;
    if (facts.isMany) return tooMany(facts, rows.length, file);
    const { values, codes } = coded.get(facts.name)!;
    const names = values.map((value) => (isIndicator(facts) && value === '-1' ? null : value));
    return labelsFromCodes(
      name,
      names,
      rows.map((row) => codes[row]!),
      false,
      file,
    );
  }
  const classes = columns.map((facts) => facts.name);
  const cells = columns.map((facts) => {
    const { values, codes } = coded.get(facts.name)!;
    const said = values.map((value) => indicated(value) ?? -1);
    return rows.map((row) => said[codes[row]!] ?? -1);
  });
  const isMultiLabel = kind === 'multi-label';
  const width = isMultiLabel ? classes.length : 1;
  const labels = new Int32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    if (isMultiLabel) for (let k = 0; k < width; k++) labels[i * width + k] = cells[k]![i]!;
    else labels[i] = cells.findIndex((column) => column[i] === 1);
  }
  return checkLabels(
    {
      target: { name, kind: isMultiLabel ? 'multi-label' : 'multi-class', classes, mayFlip: false },
      width,
      values: labels,
    },
    file,
  );
}

/** A target without classes: that there are too many of them is all there is to say. */
function tooMany({ name, counts }: ColumnFacts, samples: number, file: string): CheckedLabels {
  const target = { name, kind: 'multi-class', classes: [], mayFlip: false } as const;
  const found = { column: name, values: counts.size, limit: maximumClasses };
  return {
    column: { target, width: 1, values: new Int32Array(samples).fill(-1) },
    problem: appError('too-many-classes', file, found).problem,
  };
}

/** Where several are called labels the group is of these, and comes before them; a lone `label` comes before the group. */
async function groupOf(
  grid: Grid,
  indicators: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<LabelCandidate[]> {
  const called = indicators.filter(isCalledLabel);
  const members = called.length > 1 ? called : indicators;
  if (members.filter(({ counts }) => counts.size > 1).length < 2) return [];
  const group = together(members, (await isOneHot(grid, members, signal)) ? 'one-hot' : 'multi-label');
  return [{ ...group, rank: called.length > 1 ? 5 : 3 }];
}

/** Whether each row has exactly one 1. Counting says whether that can be, and only then the rows are looked at. */
async function isOneHot(
  grid: Grid,
  columns: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<boolean> {
  if (columns.length < leastOneHotColumns) return false;
  const yes = (facts: ColumnFacts) =>
    [...facts.counts].reduce((sum, [value, rows]) => sum + (indicated(value) === 1 ? rows : 0), 0);
  if (columns.reduce((sum, facts) => sum + yes(facts), 0) !== grid.rows) return false;
  if (columns.some(({ present, counts }) => present < grid.rows || counts.has('-1'))) return false;
  const coded = await codeColumns(grid, columns, signal);
  const ones = new Uint16Array(grid.rows);
  for (const { values, codes } of coded.values()) {
    const said = values.map(indicated);
    for (let row = 0; row < grid.rows; row++) if (said[codes[row]!] === 1) ones[row]! += 1;
  }
  return ones.every((count) => count === 1);
}

const together = (columns: readonly ColumnFacts[], kind: 'one-hot' | 'multi-label'): LabelCandidate => ({
  name: columns.some(({ name }) => name === 'labels') ? 'all labels' : 'labels',
  kind,
  columns,
  rank: 3,
});

const single = (facts: ColumnFacts): LabelCandidate => ({
  name: facts.name,
  kind: 'single',
  columns: [facts],
  rank: rankOf(facts),
});

/** Few values, each on several rows, that are no measurement. */
function isPlausible({ name, counts, present, isMany }: ColumnFacts): boolean {
  if (isMany) return false;
  const values = [...counts.keys()];
  const hasFractions = values.some((value) => /^-?\d*\.\d+$/.test(value));
  const areNumbers = values.every((value) => /^-?\d+$/.test(value));
  return (
    counts.size > 1 &&
    counts.size <= Math.min(maximumClasses, Math.max(2, present / 2)) &&
    counts.size < present &&
    !hasFractions &&
    !(areNumbers && counts.size > maximumGrades) &&
    !speaksOf(name, 'identifier')
  );
}

/** What is called a label, then other columns, facts about the person last; a group's rank is 3 or 5. */
function rankOf(facts: ColumnFacts): number {
  if (!isPlausible(facts)) return isCalledLabel(facts) ? -1 : -3;
  if (isCalledLabel(facts)) return 4;
  return isBeside(facts) ? -2 : isIndicator(facts) ? 1 : 2;
}

const isAlwaysYes = ({ counts, present, rows }: ColumnFacts) =>
  counts.size === 1 && counts.has('1') && present === rows;
const isCalledLabel = ({ name }: ColumnFacts) => speaksOf(name, 'label');
const isBeside = ({ name }: ColumnFacts) => speaksOf(name, 'covariate');

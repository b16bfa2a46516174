/**
 * What can be predicted from a table: columns with few different values, and several columns of 0 and 1 together. Every
 * plausible one becomes a target, the likeliest first; where none is plausible the rest is offered with what is wrong
 * with it, because "your label column has only unique values" helps more than "no label column".
 */
import { checkLabels, labelsFromNames, type CheckedLabels } from '../labels.ts';
import { indicated, isIndicator, type ColumnFacts } from './column-facts.ts';
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
export function labelCandidates(columns: readonly ColumnFacts[]): LabelCandidate[] {
  const filled = columns.filter(({ present }) => present > 0);
  const group = groupOf(
    filled.filter((facts) => isIndicator(facts) && !isAlwaysYes(facts) && !isBeside(facts)),
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

/** The labels of the given rows. `file` is the table, for problems. */
export function toLabels(
  { name, kind, columns }: LabelCandidate,
  rows: readonly number[],
  file: string,
): CheckedLabels {
  if (kind === 'single') {
    const facts = columns[0]!;
    const isUnknown = isIndicator(facts) ? '-1' : null;
    const names = rows.map((row) => {
      const value = facts.values[row]!;
      return value === isUnknown ? null : value;
    });
    return labelsFromNames(name, names, false, file);
  }
  const classes = columns.map((facts) => facts.name);
  const cells = rows.map((row) => columns.map(({ values }) => indicated(values[row]!) ?? -1));
  const isMultiLabel = kind === 'multi-label';
  return checkLabels(
    {
      target: { name, kind: isMultiLabel ? 'multi-label' : 'multi-class', classes, mayFlip: false },
      width: isMultiLabel ? classes.length : 1,
      values: Int32Array.from(isMultiLabel ? cells.flat() : cells.map((cell) => cell.indexOf(1))),
    },
    file,
  );
}

/** Where several are called labels the group is of these, and comes before them; a lone `label` comes before the group. */
function groupOf(indicators: readonly ColumnFacts[]): LabelCandidate[] {
  const called = indicators.filter(isCalledLabel);
  const members = called.length > 1 ? called : indicators;
  if (members.filter(({ counts }) => counts.size > 1).length < 2) return [];
  const group = together(members, isOneHot(members) ? 'one-hot' : 'multi-label');
  return [{ ...group, rank: called.length > 1 ? 5 : 3 }];
}

function isOneHot(columns: readonly ColumnFacts[]): boolean {
  const rows = columns[0]!.values.length;
  if (columns.length < leastOneHotColumns) return false;
  for (let row = 0; row < rows; row++) {
    let ones = 0;
    for (const { values } of columns) {
      const said = indicated(values[row]!);
      if (said === -1) return false;
      if (said === 1) ones++;
    }
    if (ones !== 1) return false;
  }
  return true;
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
function isPlausible({ name, counts, present }: ColumnFacts): boolean {
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

const isAlwaysYes = ({ counts, present, values }: ColumnFacts) =>
  counts.size === 1 && counts.has('1') && present === values.length;
const isCalledLabel = ({ name }: ColumnFacts) => speaksOf(name, 'label');
const isBeside = ({ name }: ColumnFacts) => speaksOf(name, 'covariate');

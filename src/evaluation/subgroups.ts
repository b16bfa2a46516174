/** The same figures for parts of a split: sexes, age bands, views and sites, where the dataset knows them. */
import {
  labelWidth,
  type SampleTable,
  type SubgroupField,
  type SubgroupResult,
} from '../domain/index.ts';
import { evaluateSplit, type SplitOutcome } from './evaluate-split.ts';

/** Names that datasets give to what people are compared by. */
const fields: readonly (readonly [SubgroupField, RegExp])[] = [
  ['sex', /^(?:patient[ _]?)?(?:sex|gender)$|性别/i],
  ['age', /^(?:patient[ _]?)?age\b|年龄/i],
  ['view', /^(?:view|projection)|体位|投照/i],
  ['site', /^(?:site|hospital|institution|cent(?:er|re)|source|manufacturer|device)\b|医院|机构|设备/i],
];

/** Years at which a band begins. */
const bandStarts = [0, 18, 40, 60, 80];

/** More groups of one field than this are no table that anybody reads; the largest are kept. */
const mostGroups = 12;

/**
 * @param rows the outcome's rows of the table
 */
export function subgroups(
  outcome: SplitOutcome,
  covariates: NonNullable<SampleTable['covariates']>,
  rows: Int32Array,
): SubgroupResult[] {
  return fields.flatMap(([field, pattern]) => {
    const name = Object.keys(covariates).find((each) => pattern.test(each));
    const values = name === undefined ? undefined : covariates[name];
    if (values === undefined) return [];
    const groups = groupsOf(field, values, rows);
    if (groups.length < 2) return [];
    return groups.map(([group, samples]): SubgroupResult => {
      const { auc, acc, patients } = evaluateSplit(part(outcome, samples));
      return { field, name: group, samples: samples.length, patients, auc, acc };
    });
  });
}

/** Ages in order, the others by size; those that are not known come last. */
function groupsOf(
  field: SubgroupField,
  values: readonly (string | number | null)[],
  rows: Int32Array,
): (readonly [string | null, number[]])[] {
  const groups = new Map<string | null, number[]>();
  rows.forEach((row, sample) => {
    const value = values[row] ?? null;
    const group = value === null || field !== 'age' ? (value?.toString() ?? null) : band(Number(value));
    const members = groups.get(group);
    if (members) members.push(sample);
    else groups.set(group, [sample]);
  });
  const found = [...groups].sort(([a, first], [b, second]) => {
    if (a === null || b === null) return a === null ? 1 : -1;
    return field === 'age' ? parseInt(a) - parseInt(b) : second.length - first.length;
  });
  return found.slice(0, mostGroups);
}

function band(years: number): string | null {
  const from = bandStarts.findLast((start) => years >= start);
  if (from === undefined) return null;
  const next = bandStarts[bandStarts.indexOf(from) + 1];
  return next === undefined ? `${from}+` : `${from}–${next - 1}`;
}

function part(outcome: SplitOutcome, samples: readonly number[]): SplitOutcome {
  const { target, labels, probabilities, patients, trainLabels, seed } = outcome;
  const pick = (values: ArrayLike<number>, width: number) =>
    samples.flatMap((sample) => Array.from({ length: width }, (_, k) => values[sample * width + k]!));
  return {
    target,
    trainLabels,
    seed,
    labels: Int32Array.from(pick(labels, labelWidth(target))),
    probabilities: Float32Array.from(pick(probabilities, target.classes.length)),
    patients: patients && samples.map((sample) => patients[sample]!),
  };
}

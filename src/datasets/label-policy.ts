/**
 * What labels that are neither yes nor no come to, as the recipe says: uncertain ones, findings that are not mentioned, several
 * readers who differ, and classes that are left out. What comes out has class indices and `missingLabel` only.
 */
import {
  appError,
  missingLabel,
  uncertainLabel,
  unmentionedLabel,
  type LabelColumn,
  type LabelPolicy,
  type Readings,
  type Target,
} from '../domain/index.ts';

/**
 * Labels to learn from.
 * @throws AppError `recipe-does-not-fit` for a reader or a class that the target does not have
 */
export function settleLabels(column: LabelColumn, policy: LabelPolicy): LabelColumn {
  const { target, width, minedFrom, answers, options } = column;
  const values = readValues(column, policy.readers).map((value) => settled(value, target, policy));
  const beside = {
    ...(minedFrom && { minedFrom }),
    ...(answers && { answers }),
    ...(options && { options }),
  };
  const whole = { target, width, values, ...beside };
  return policy.classes === null ? whole : withClasses(whole, policy.classes);
}

function settled(value: number, { kind }: Target, { uncertain, unmentioned }: LabelPolicy): number {
  const isYesOrNo = kind === 'multi-label' || kind === 'binary';
  if (value === uncertainLabel && isYesOrNo)
    return uncertain === 'ignore' ? missingLabel : uncertain === 'ones' ? 1 : 0;
  if (value === unmentionedLabel && isYesOrNo) return unmentioned === 'masked' ? missingLabel : 0;
  return Math.max(value, missingLabel);
}

function readValues(column: LabelColumn, wanted: string): Int32Array {
  const { readings, width } = column;
  // Nobody is named in a table with one label a sample, so that there is nothing to choose.
  if (readings === undefined || wanted === 'majority') return column.values;
  if (wanted === 'any') return votesOf(column.values.length / width, width, readings, (yes) => yes > 0);
  const reader = readings.readers.indexOf(wanted);
  if (reader < 0)
    throw appError('recipe-does-not-fit', null, {
      path: 'labels.readers',
      found: wanted,
      available: ['majority', 'any', ...readings.readers].join(', '),
    });
  const values = new Int32Array(column.values.length).fill(missingLabel);
  readings.by.forEach((by, i) => {
    if (by !== reader && by >= 0) return;
    const said = readings.values.subarray(i * width, (i + 1) * width);
    values.set(said, readings.samples[i]! * width);
  });
  return values;
}

/** Labels of most readers: more than half of those who said yes or no have to say yes. */
export function majorityOf(samples: number, width: number, readings: Readings): Int32Array {
  return votesOf(samples, width, readings, (yes, said) => 2 * yes > said);
}

function votesOf(
  samples: number,
  width: number,
  readings: Readings,
  decide: (yes: number, said: number) => boolean,
): Int32Array {
  const yes = new Uint8Array(samples * width);
  const said = new Uint8Array(samples * width);
  readings.samples.forEach((sample, i) => {
    for (let k = 0; k < width; k++) {
      const value = readings.values[i * width + k]!;
      if (value < 0) continue;
      said[sample * width + k]! += 1;
      yes[sample * width + k]! += value;
    }
  });
  return Int32Array.from(said, (count, i) =>
    count === 0 ? missingLabel : decide(yes[i]!, count) ? 1 : 0,
  );
}

function withClasses(column: LabelColumn, wanted: readonly string[]): LabelColumn {
  const { target, width, values } = column;
  const indices = wanted.map((name) => target.classes.indexOf(name));
  const unknown = indices.indexOf(-1);
  const isTooFew = target.kind === 'multi-label' ? wanted.length < 1 : wanted.length < 2;
  // Places of options are nothing to choose from.
  if (unknown >= 0 || isTooFew || target.kind === 'choice')
    throw appError('recipe-does-not-fit', null, {
      path: 'labels.classes',
      found: wanted[unknown] ?? wanted.join(', '),
      available: target.classes.join(', '),
    });
  const classes = [...wanted];
  if (target.kind === 'multi-label') {
    const rows = values.length / width;
    const kept = new Int32Array(rows * indices.length);
    for (let row = 0; row < rows; row++)
      indices.forEach((from, to) => (kept[row * indices.length + to] = values[row * width + from]!));
    return { ...column, target: { ...target, classes }, width: indices.length, values: kept };
  }
  const kind = target.kind === 'multi-class' && classes.length === 2 ? 'binary' : target.kind;
  return {
    ...column,
    target: { ...target, kind, classes },
    values: values.map((value) => (value < 0 ? value : indices.indexOf(value))),
  };
}

/** The labels that are learned and the split of each row; where classes are answers, they are those of the train that comes out. */
import {
  AppError,
  type LabelColumn,
  type Notice,
  type Recipe,
  type SampleTable,
  type Split,
} from '../domain/index.ts';
import {
  answerNotices,
  askedLabels,
  checkLabels,
  dealOptions,
  makeSplits,
  settleAnswers,
} from '../datasets/index.ts';

export interface SplitSamples {
  readonly column: LabelColumn;
  /** By row, null where it is not learned from. */
  readonly assigned: readonly (Split | null)[];
  /** By row, for every question whose answer is known, a class or not; null where classes are no answers. */
  readonly asked: readonly (Split | null)[] | null;
  readonly notices: readonly Notice[];
}

/** @throws AppError as `makeSplits`, or what makes the answers of train of no use */
export function splitSamples(
  table: SampleTable,
  column: LabelColumn,
  { labels, split, seed }: Recipe,
): SplitSamples {
  const { answers, options } = column;
  const dealt = (of: LabelColumn) => makeSplits({ ...table, labels: [of] }, of.target, split, seed);
  if (options?.kind === 'drawn') {
    const assigned = dealt(column);
    const drawn = dealOptions(table, column, options.field, assigned, seed);
    return { column: drawn, assigned, asked: null, notices: [] };
  }
  if (answers === undefined) return { column, assigned: dealt(column), asked: null, notices: [] };
  const asked = dealt(askedLabels(column, answers));
  const settled = labels.classes === null ? settleAnswers(column, answers, asked) : column;
  const { problem } = checkLabels(settled, null);
  if (problem !== null) throw new AppError(problem);
  return {
    column: settled,
    assigned: asked.map((one, row) => (settled.values[row]! < 0 ? null : one)),
    asked,
    notices: answerNotices(settled, answers, asked),
  };
}

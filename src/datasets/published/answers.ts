/**
 * Visual question answering as classification: the commonest answers of train are the classes. What no class can answer stays
 * without a label, and how much of val and test that is, is said, because no model can be better than that.
 */
import {
  missingLabel,
  splits as allSplits,
  type EvidenceParameters,
  type LabelColumn,
  type Notice,
  type Split,
} from '../../domain/index.ts';
import { checkLabels, type CheckedLabels } from '../labels.ts';
import { oneOf } from './label-values.ts';
import type { ReadingJob } from './published.ts';

/** Answers that become classes. PathVQA's commonest hundred cover three in four of its questions. */
const mostAnswers = 100;
/** An answer that train gives once can't be learned. */
const fewestTimes = 2;

const no = 'no';
const yes = 'yes';

/** As answers are compared: without case, spaces around and a full stop behind. */
export function plainAnswer(answer: string): string {
  return answer
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*\.$/, '');
}

/**
 * Targets from one answer a sample: all, those of yes and no, and the open ones, as far as there are any. Their classes are those of
 * the official train; `settleAnswers` makes them anew where another is learned from.
 * @param splits official ones; where none is train, all samples are counted
 * @param table that a problem is about
 */
export function answerTargets(
  answers: readonly string[],
  splits: readonly (Split | null)[],
  job: ReadingJob,
  table: string,
): CheckedLabels[] {
  const plain = answers.map(plainAnswer);
  const hasTrain = splits.includes('train');
  const classes = classesOf(plain, splits);
  if (hasTrain) {
    const { vocabulary, ceilings } = coverage(plain, classes, splits);
    job.say({ kind: 'answer-vocabulary', holds: true, parameters: vocabulary });
    for (const parameters of ceilings)
      job.say({
        kind: 'answer-ceiling',
        holds: parameters.answerable === parameters.questions,
        parameters,
      });
  }
  const isClosed = (answer: string) => answer === yes || answer === no;
  const labels = (name: string, names: readonly string[], asked: readonly string[]) =>
    checkLabels(labelsOf(name, names, asked), table);
  const targets = [labels('answer', classes, plain)];
  if (classes.includes(yes) && classes.includes(no) && classes.length > 2) {
    const only = (isAsked: (answer: string) => boolean) =>
      plain.map((answer) => (isAsked(answer) ? answer : ''));
    const openClasses = classes.filter((answer) => !isClosed(answer));
    targets.push(labels('yes or no', [no, yes], only(isClosed)));
    targets.push(
      labels(
        'open answer',
        openClasses,
        only((answer) => !isClosed(answer)),
      ),
    );
  }
  return targets;
}

/**
 * One target more, of some of the answers; '' where it asks nothing. Nothing is said of its classes.
 * @param table that a problem is about
 */
export function answerTarget(
  name: string,
  answers: readonly string[],
  splits: readonly (Split | null)[],
  table: string,
): CheckedLabels {
  const plain = answers.map(plainAnswer);
  return checkLabels(labelsOf(name, classesOf(plain, splits), plain), table);
}

/** The commonest answers of train, of all where no split is official. */
function classesOf(plain: readonly string[], splits: readonly (Split | null)[]): string[] {
  return commonest(plain, splits.includes('train') ? splits : plain.map(() => 'train'));
}

/**
 * Answers with a label each, so that splits are made of all questions: those that are no class are of one more, which nobody learns.
 */
export function askedLabels(column: LabelColumn, answers: readonly string[]): LabelColumn {
  const { target, values } = column;
  return {
    target: { ...target, kind: 'multi-class', classes: [...target.classes, ''] },
    width: 1,
    values: values.map((value, i) =>
      value < 0 && answers[i] !== '' ? target.classes.length : Math.max(value, missingLabel),
    ),
  };
}

/** The same target with the commonest answers of the train that is learned from as its classes. */
export function settleAnswers(
  column: LabelColumn,
  answers: readonly string[],
  splits: readonly (Split | null)[],
): LabelColumn {
  return labelsOf(column.target.name, commonest(answers, splits), answers);
}

/** What can be answered, of train and of what is left for val and test. */
export function answerNotices(
  { target }: LabelColumn,
  answers: readonly string[],
  splits: readonly (Split | null)[],
): Notice[] {
  const { vocabulary, ceilings } = coverage(answers, target.classes, splits);
  return [
    { kind: 'answer-vocabulary', parameters: vocabulary },
    ...ceilings.map((parameters) => ({ kind: 'answer-ceiling', parameters }) as const),
  ];
}

/** Answers that train gives often enough, the commonest first. */
function commonest(answers: readonly string[], splits: readonly (Split | null)[]): string[] {
  return [...countsOf(among(answers, splits, 'train'))]
    .filter(([, times]) => times >= fewestTimes)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostAnswers)
    .map(([answer]) => answer);
}

interface Coverage {
  readonly vocabulary: EvidenceParameters['answer-vocabulary'];
  readonly ceilings: readonly EvidenceParameters['answer-ceiling'][];
}

function coverage(
  answers: readonly string[],
  classes: readonly string[],
  splits: readonly (Split | null)[],
): Coverage {
  const learned = among(answers, splits, 'train');
  const known = new Set(classes);
  const given = new Set(learned);
  const howMany = (some: readonly string[]) => some.filter((answer) => known.has(answer)).length;
  const ceilings = allSplits.flatMap((split) => {
    const asked = split === 'train' ? [] : among(answers, splits, split);
    if (asked.length === 0) return [];
    const unseen = asked.filter((answer) => !given.has(answer)).length;
    return [{ split, questions: asked.length, answerable: howMany(asked), unseen }];
  });
  const vocabulary = {
    answers: classes.length,
    of: given.size,
    covered: howMany(learned),
    questions: learned.length,
  };
  return { vocabulary, ceilings };
}

function among(
  answers: readonly string[],
  splits: readonly (Split | null)[],
  wanted: Split,
): readonly string[] {
  return answers.filter((answer, i) => answer !== '' && splits[i] === wanted);
}

function countsOf(answers: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}

function labelsOf(name: string, classes: readonly string[], answers: readonly string[]): LabelColumn {
  const isYesOrNo = classes.length === 2 && classes.includes(yes) && classes.includes(no);
  const ordered = isYesOrNo ? [no, yes] : classes;
  const index = new Map(ordered.map((answer, i) => [answer, i]));
  const values = Int32Array.from(answers, (answer) => index.get(answer) ?? missingLabel);
  return { target: oneOf(name, ordered), width: 1, values, answers };
}

/**
 * Visual question answering as classification: the commonest answers of train are the classes. What no class can answer stays
 * without a label, and how much of val and test that is, is said, because no model can be better than that.
 */
import { missingLabel, type Split } from '../../domain/index.ts';
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
 * Targets from one answer a sample: all, those of yes and no, and the open ones, as far as there are any.
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
  const learned = plain.filter((answer, i) => answer !== '' && (!hasTrain || splits[i] === 'train'));
  const counts = countsOf(learned);
  const classes = [...counts]
    .filter(([, times]) => times >= fewestTimes)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostAnswers)
    .map(([answer]) => answer);
  const covered = classes.reduce((sum, answer) => sum + counts.get(answer)!, 0);
  job.say({
    kind: 'answer-vocabulary',
    holds: true,
    parameters: { answers: classes.length, of: counts.size, covered, questions: learned.length },
  });
  const known = new Set(classes);
  for (const split of hasTrain ? (['val', 'test'] as const) : []) {
    const asked = plain.filter((answer, i) => answer !== '' && splits[i] === split);
    if (asked.length === 0) continue;
    const answerable = asked.filter((answer) => known.has(answer)).length;
    const unseen = asked.filter((answer) => !counts.has(answer)).length;
    const parameters = { split, questions: asked.length, answerable, unseen };
    job.say({ kind: 'answer-ceiling', holds: answerable === asked.length, parameters });
  }
  const isClosed = (answer: string) => answer === yes || answer === no;
  const targets = [labelsOf('answer', classes, plain, table)];
  if (classes.includes(yes) && classes.includes(no) && classes.length > 2) {
    targets.push(labelsOf('yes or no', [no, yes], plain, table));
    targets.push(
      labelsOf(
        'open answer',
        classes.filter((one) => !isClosed(one)),
        plain,
        table,
      ),
    );
  }
  return targets;
}

function countsOf(answers: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}

function labelsOf(
  name: string,
  classes: readonly string[],
  answers: readonly string[],
  table: string,
): CheckedLabels {
  const [first, second] = classes;
  const ordered = classes.length === 2 && first === yes && second === no ? [no, yes] : classes;
  const index = new Map(ordered.map((answer, i) => [answer, i]));
  const values = Int32Array.from(answers, (answer) => index.get(answer) ?? missingLabel);
  return checkLabels({ target: oneOf(name, ordered), width: 1, values }, table);
}

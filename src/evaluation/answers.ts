/** Questions of a split, with those that no class answers: how many are answered right, and how many could be. */
import type { AnswerGroup, AnswerScores } from '../domain/index.ts';
import { bootstrap, numberUnits, type Estimates } from './bootstrap.ts';

export interface AnsweredQuestions {
  /** What is true, by question, as answers are compared. */
  readonly answers: readonly string[];
  /** Whether it was said, by question; an answer that is no class never is. */
  readonly right: readonly boolean[];
  /** By question, as for `evaluateSplit`. */
  readonly patients: readonly string[] | null;
  /** Answers that can be said. */
  readonly classes: readonly string[];
  /** What train answers, question by question. */
  readonly trainAnswers: readonly string[];
  /** The recipe's: decides the resamples. */
  readonly seed: number;
}

/** Answers of yes or no make a question a closed one. */
const closedAnswers = new Set(['yes', 'no']);

/** Accuracies have 95 % intervals from the same 1000 resamples of the patients as all figures. */
export function evaluateAnswers(asked: AnsweredQuestions): AnswerScores {
  const { answers, classes, trainAnswers } = asked;
  const known = new Set(classes);
  const given = new Set(trainAnswers);
  const all = Array.from(answers.keys());
  const isClosed = (i: number) => closedAnswers.has(answers[i]!);
  const some = (questions: readonly number[]) =>
    questions.length > 0 ? group(asked, questions, known, given) : null;
  return {
    vocabulary: {
      answers: known.size,
      of: given.size,
      covered: trainAnswers.filter((answer) => known.has(answer)).length,
      questions: trainAnswers.length,
    },
    all: group(asked, all, known, given),
    closed: some(all.filter(isClosed)),
    open: some(all.filter((i) => !isClosed(i))),
  };
}

function group(
  { answers, right, patients, seed }: AnsweredQuestions,
  questions: readonly number[],
  known: ReadonlySet<string>,
  given: ReadonlySet<string>,
): AnswerGroup {
  const units = numberUnits(questions.length, patients && questions.map((i) => patients[i]!));
  const share = (weights?: ArrayLike<number>) => {
    let hits = 0;
    let total = 0;
    questions.forEach((question, i) => {
      const weight = weights?.[i] ?? 1;
      total += weight;
      if (right[question]!) hits += weight;
    });
    return [total > 0 ? hits / total : null];
  };
  const [acc] = bootstrap([share], units, seed) as [Estimates];
  return {
    questions: questions.length,
    acc: acc(0, () => ({ value: null, reason: 'no-samples', className: null })),
    answerable: questions.filter((i) => known.has(answers[i]!)).length,
    unseen: questions.filter((i) => !given.has(answers[i]!)).length,
  };
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AnswerScores } from '../../src/domain/index.ts';
import { evaluateAnswers, evaluateSplit } from '../../src/evaluation/index.ts';
import { targetOf } from './outcomes.ts';

interface Counted {
  readonly questions: number;
  readonly acc: number;
  readonly answerable: number;
  readonly unseen: number;
}
interface Case extends Record<'all' | 'closed' | 'open', Counted | null> {
  readonly name: string;
  readonly train: string[];
  readonly classes: string[];
  readonly answers: string[];
  readonly said: string[];
  readonly patients: string[] | null;
  readonly vocabulary: AnswerScores['vocabulary'];
}
const fixtures = new URL('../fixtures/answers/cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixtures, 'utf8')) as { cases: Case[] };

test.each(cases)('$name, as pandas counts it', (one) => {
  const { answers, said, patients, classes, train } = one;
  const right = answers.map((answer, i) => answer === said[i]);
  const found = evaluateAnswers({ answers, right, patients, classes, trainAnswers: train, seed: 3 });
  expect(found.vocabulary).toEqual(one.vocabulary);
  for (const name of ['all', 'closed', 'open'] as const) {
    const [group, counted] = [found[name], one[name]];
    if (counted === null) {
      expect(group).toBeNull();
      continue;
    }
    expect(group).toMatchObject({ ...counted, acc: { value: counted.acc } });
    expect(group!.acc).toSatisfy(({ low, high }) => low < counted.acc && counted.acc < high);
  }
});

test('the interval is that of the same accuracy of a split', () => {
  const { answers, said, patients, classes, train } = cases[0]!;
  const right = answers.map((answer, i) => answer === said[i]);
  const { all } = evaluateAnswers({ answers, right, patients, classes, trainAnswers: train, seed: 3 });
  const split = evaluateSplit({
    target: targetOf('multi-class', 3),
    labels: new Int32Array(right.length),
    probabilities: Float32Array.from(right.flatMap((yes) => (yes ? [1, 0, 0] : [0, 1, 0]))),
    patients,
    trainLabels: Int32Array.of(0, 1),
    seed: 3,
  });
  expect(all.acc).toEqual(split.acc);
});

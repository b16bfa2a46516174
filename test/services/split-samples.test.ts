import { expect, it } from 'vitest';
import { defaultRecipe } from '../../src/domain/index.ts';
import { splitSamples } from '../../src/services/split-samples.ts';
import { readMade } from '../datasets/made.ts';

/** Recounted from the answers of the rows, without the code that is tested. */
function countedFrom(answers: readonly string[], rows: readonly number[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(answers[row]!, (counts.get(answers[row]!) ?? 0) + 1);
  return counts;
}

it.each([
  ['path-vqa-tsv', 'official'],
  ['path-vqa-original', 'made'],
  ['omnimedvqa', 'official'],
] as const)(
  '%s, %s split: classes are what the train that comes out answers twice or more',
  async (name, use) => {
    const { table } = await readMade(name);
    const column = table.labels.find(({ target }) => target.name === 'answer')!;
    const answers = column.answers!;
    const recipe = { ...defaultRecipe, split: { use, val: 0.15, test: 0.3 } };
    const { column: settled, assigned, asked, notices } = splitSamples(table, column, recipe);
    const rowsOf = (split: string) => [...answers.keys()].filter((row) => asked![row] === split);

    const counts = countedFrom(answers, rowsOf('train'));
    const twice = [...counts].filter(([, times]) => times >= 2).map(([answer]) => answer);
    expect(new Set(settled.target.classes)).toEqual(new Set(twice));
    // Every question with an answer is in a split, whether or not its answer is a class; those with a class are learned from.
    answers.forEach((answer, row) => {
      expect(asked![row] === null).toBe(answer === '');
      const label = settled.target.classes.indexOf(answer);
      expect(settled.values[row]).toBe(label);
      expect(assigned[row]).toBe(label < 0 ? null : asked![row]);
    });
    const test = rowsOf('test');
    expect(notices).toContainEqual({
      kind: 'answer-ceiling',
      parameters: {
        split: 'test',
        questions: test.length,
        answerable: test.filter((row) => twice.includes(answers[row]!)).length,
        unseen: test.filter((row) => !counts.has(answers[row]!)).length,
      },
    });
  },
);

it('an answer that only test gives often is no class', async () => {
  const { table } = await readMade('path-vqa-original');
  const column = table.labels[0]!;
  const answers = column.answers!.map((answer, row) =>
    table.officialSplits[row] === 'test' && row % 3 === 0 ? 'only in test' : answer,
  );
  const { column: settled } = splitSamples(table, { ...column, answers }, defaultRecipe);
  expect(answers.filter((answer) => answer === 'only in test').length).toBeGreaterThan(20);
  expect(settled.target.classes).not.toContain('only in test');
});

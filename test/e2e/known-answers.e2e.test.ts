/** Questions with a known share of answers that nobody can give: what a run reports is what the set was made to come to. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { AnswerScores } from '../../src/domain/index.ts';
import { run, withPage } from '../../src/headless/session.ts';
import { knownAnswers } from '../datasets/generate/known-answers.ts';
import { newFolder } from './browser.ts';

const { files, design } = knownAnswers({
  images: { train: 400, val: 60, test: 200 },
  coins: 0.3,
  unseen: 0.2,
});

let folder: string;
beforeAll(async () => {
  folder = await newFolder('known-answers');
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

it('reports accuracy of closed and open questions as designed, and the ceiling exactly', async () => {
  const said: string[] = [];
  const { metrics } = await withPage(
    {
      browser: inject('browserPath'),
      url: inject('url'),
      source: { path: join(folder, 'known'), isFolder: true },
      report: (line) => said.push(line),
    },
    (page) => run(page, { recipe: { training: { epochs: 6, batch: 32 } }, set: {} }),
  );
  const { answers, acc } = metrics.splits.test!;
  const { all, closed, open, vocabulary } = answers as Required<AnswerScores>;
  expect(vocabulary).toEqual({ answers: 6, of: 6, covered: 800, questions: 800 });
  expect(closed).toMatchObject({ questions: 200, answerable: 200, unseen: 0 });
  expect(open).toMatchObject({ questions: 200, answerable: 160, unseen: 40 });
  expect(all).toMatchObject({ questions: 400, answerable: 360, unseen: 40 });
  expect(design.open).toEqual({ questions: 200, right: 160, unseen: 40 });

  // Coins agree with the picture half of the time: 0.85 in expectation, and as often as they happened to here.
  expect(Math.abs(design.closed.right / 200 - 0.85)).toBeLessThan(0.08);
  expect(Math.abs(closed!.acc.value! - design.closed.right / 200)).toBeLessThan(0.03);
  expect(Math.abs(open!.acc.value! - 0.8)).toBeLessThan(0.03);
  expect(all.acc.value).toBeCloseTo((closed!.acc.value! + open!.acc.value!) / 2, 12);
  // What is quoted without the questions that no class answers looks better by exactly their share.
  expect(all.acc.value).toBeCloseTo((acc.value! * 360) / 400, 12);
  expect(said.join('\n')).toContain('test, open: 200 questions');
});

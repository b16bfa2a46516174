/**
 * Bad input: each kind is told as what it is, in both languages, on the page and by the headless runner, and nothing else is
 * lost by it: what can be used is used, and the next dataset opens in the same page.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appError, type Metrics, type Problem } from '../../src/domain/index.ts';
import { exitCodeOf } from '../../src/headless/contract.ts';
import { PageFailure, run, withPage } from '../../src/headless/session.ts';
import { loadWords, type Locale, locales, problemText, words } from '../../src/i18n/index.ts';
import {
  classFolders,
  firstHalf,
  picture,
  refusedSources,
  tableWithMissingFiles,
  writeFiles,
} from './bad-sources.ts';
import { newFolder, visit, type Visit } from './browser.ts';
import { drop } from './drop.ts';
import { headless } from './headless-process.ts';
import { press, reach, stepOf, unfold } from './notebook-page.ts';
import { limitQuota } from './quota.ts';
import { storedShards } from './stored-shards.ts';

await loadWords(...locales);

let folder: string;
let good: string;
let visited: Visit;

beforeAll(async () => {
  folder = await newFolder('bad-input');
  good = join(folder, 'good');
  await writeFiles(good, classFolders({ a: 40, b: 40 }));
  visited = await visit();
});
afterAll(async () => {
  await visited.close();
  await rm(folder, { recursive: true });
});

async function below(name: string): Promise<string> {
  const place = join(folder, name.replaceAll(/\W+/g, '-'));
  await mkdir(place);
  return place;
}

/** Checks that `part` of the page says the same of the problem in both languages, and leaves it in English. */
async function expectProblem(part: string, problem: Problem, page = visited.page): Promise<void> {
  const shown: Record<Locale, string> = { en: '', zh: '' };
  for (const locale of ['en', 'zh'] as const) {
    await page.locator(`html[lang^="${locale}"]`).waitFor();
    shown[locale] = await page.locator(part).first().innerText();
    await press(page, 'switch-language');
  }
  for (const locale of ['en', 'zh'] as const) {
    const { what, reason, remedy } = problemText(problem, locale);
    for (const sentence of [what, reason, remedy]) expect(shown[locale]).toContain(sentence);
    if (problem.file !== null) expect(shown[locale]).toContain(problem.file);
  }
}

async function expectToOpen(path: string, samples: number): Promise<void> {
  const { page } = visited;
  await drop(page, [path]);
  await reach(page, 'data', 'done');
  expect(await stepOf(page, 'data').innerText()).toContain(words('en').data.counts.samples(samples));
}

/** From an open source to its results, with as little training as there can be. */
async function goToResults(): Promise<void> {
  const { page } = visited;
  await press(page, 'confirm-target');
  await reach(page, 'target', 'done');
  await press(page, 'start-cut');
  await reach(page, 'cut', 'done');
  await setEpochs(page, 1);
  await press(page, 'start-training');
  await reach(page, 'results', 'done');
}

async function setEpochs(page: Page, epochs: number): Promise<void> {
  const train = stepOf(page, 'train');
  await train.locator('summary').first().click();
  await train.getByLabel(words('en').train.epochs, { exact: true }).fill(String(epochs));
}

describe('what nothing can be learned from', () => {
  it.each(refusedSources)('$title', async ({ title, problem, make }) => {
    const { page } = visited;
    const place = await below(title);
    const path = await make(place);
    const ending = headless('run', path, '--out', join(place, 'out'));

    await drop(page, [path]);
    if (['one-class', 'unique-labels'].includes(problem.kind)) {
      await reach(page, 'target', 'open');
      await expectProblem('[data-step="target"] .problem', problem);
      expect(await page.locator('[data-action="confirm-target"]').isDisabled()).toBe(true);
    } else {
      await reach(page, 'data', 'failed');
      await expectProblem(`[data-step="data"] [data-failure="${problem.kind}"]`, problem);
    }
    await expectToOpen(good, 80);

    const { code, stdout, stderr } = await ending;
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const { reason, remedy } = problemText(problem, 'en');
    expect(stderr).toContain(problem.file === null ? reason : `${problem.file}: ${reason}`);
    expect(stderr).toContain(remedy);
  });
});

/** Opens a step that has folded, and its list of rejected files. */
async function openRejected(step: 'data' | 'cut'): Promise<void> {
  await unfold(visited.page, step);
  await stepOf(visited.page, step).locator('[data-part="rejected"] > summary').click();
}

function countSamples({ splits }: Metrics): number {
  return Object.values(splits).reduce((sum, { samples }) => sum + samples, 0);
}

describe('what is damaged in part', () => {
  it('a truncated and a zero-byte image are rejected, and the rest is cut and trained', async () => {
    const place = await below('damaged images');
    const truncated = firstHalf(picture('truncated', 0));
    await writeFiles(join(place, 'data'), {
      ...classFolders({ a: 40, b: 40 }),
      'a/truncated.png': truncated,
      'b/zero.png': '',
    });
    const problems = [
      appError('truncated-image', 'a/truncated.png', { format: 'PNG', bytes: truncated.length }).problem,
      appError('empty-file', 'b/zero.png', {}).problem,
    ];
    const ending = runHeadless(place);

    await expectToOpen(join(place, 'data'), 82);
    await goToResults();
    await openRejected('cut');
    for (const problem of problems)
      await expectProblem('[data-step="cut"] [data-part="rejected"]', problem);

    const { metrics, stderr } = await ending;
    expect(countSamples(metrics)).toBe(80);
    for (const problem of problems)
      expect(stderr).toContain(`rejected ${problem.file!}: ${problemText(problem, 'en').reason}`);
  });

  it('a file that is deleted before it is cut is rejected, and the rest is cut', async () => {
    const { page } = visited;
    const place = await below('deleted file');
    await writeFiles(place, classFolders({ a: 40, b: 40 }));
    await expectToOpen(place, 80);
    await press(page, 'confirm-target');
    await reach(page, 'target', 'done');
    await rm(join(place, 'a', 'a-007.png'));
    await press(page, 'start-cut');
    await reach(page, 'cut', 'done');
    await openRejected('cut');
    const list = stepOf(page, 'cut').locator('[data-part="rejected"]');
    expect(await list.locator('summary').first().innerText()).toContain(
      words('en').cut.rejected.count(1),
    );
    expect(await list.innerText()).toContain('a/a-007.png');
  });

  it('rows of a table that name missing files are rejected, and the rest is used', async () => {
    const place = await below('missing files');
    await writeFiles(join(place, 'data'), tableWithMissingFiles);
    const { problem } = appError('missing-file', 'case-79.png', { table: 'cases.csv', row: 81 });
    const ending = runHeadless(place);

    await expectToOpen(join(place, 'data'), 78);
    await openRejected('data');
    await expectProblem('[data-step="data"] [data-part="rejected"]', problem);

    const { metrics, stderr } = await ending;
    expect(countSamples(metrics)).toBe(78);
    expect(stderr).toContain(`rejected case-79.png: ${problemText(problem, 'en').reason}`);
  });

  it('a class that the test split lacks leaves its AUC undefined, by name, and nothing else', async () => {
    const place = await below('class missing');
    await writeFiles(join(place, 'data'), {
      ...classFolders({ a: 30, b: 30 }, 'train/'),
      ...classFolders({ a: 10, b: 10 }, 'val/'),
      ...classFolders({ a: 12 }, 'test/'),
    });
    const ending = runHeadless(place);

    await expectToOpen(join(place, 'data'), 92);
    await goToResults();
    const { page } = visited;
    await stepOf(page, 'target').locator('h2 button').click();
    const notices = stepOf(page, 'target').locator('[data-part="notices"]');
    for (const locale of ['en', 'zh'] as const) {
      await page.locator(`html[lang^="${locale}"]`).waitFor();
      const { target } = words(locale);
      const notice = { kind: 'class-missing-from-split', split: 'test', classes: ['b'] } as const;
      expect(await notices.innerText()).toContain(target.notice(notice));
      expect(await stepOf(page, 'results').innerText()).not.toMatch(/NaN|undefined/);
      await press(page, 'switch-language');
    }

    const { metrics, stderr } = await ending;
    const auc = { value: null, reason: 'one-class', className: 'a' };
    expect(metrics.splits.test).toMatchObject({ samples: 12, auc });
    expect(metrics.splits.test!.acc.value).not.toBeNull();
    expect(metrics.splits.val!.auc.value).not.toBeNull();
    expect(stderr).toContain('no sample of b');
    for (const name of ['metrics.json', 'predictions-test.csv', 'report.html'])
      expect(await readFile(join(place, 'out', name), 'utf8')).not.toMatch(/NaN|Infinity/);
  });
});

/** One epoch; what it writes lies in `out`. */
async function runHeadless(place: string): Promise<{ metrics: Metrics; stderr: string }> {
  const { code, stdout, stderr } = await headless(
    ...['run', join(place, 'data'), '--out', join(place, 'out')],
    ...['--set', 'training.epochs=1'],
  );
  expect(code, stderr).toBe(0);
  return { metrics: JSON.parse(stdout) as Metrics, stderr };
}

describe('a full disk', () => {
  /** Of a shard of 16 grey pictures at 224 px. */
  const neededBytes = 16 * 224 * 224;
  const moreBytes = 2.5 * neededBytes;

  it('stops the cut with what it needs and what there is; with more space it goes on where it was', async () => {
    const { page } = visited;
    await expectToOpen(good, 80);
    await press(page, 'confirm-target');
    await reach(page, 'target', 'done');
    await page.locator('[name="cut-size"][value="224"]').check({ force: true });
    const before = await storedShards(page);
    const lift = await limitQuota(page, moreBytes);
    await press(page, 'start-cut');
    await reach(page, 'cut', 'failed');
    await expectProblem(
      '[data-step="cut"] [data-failure="quota-exceeded"]',
      // Chromium doesn't say how much is left.
      appError('quota-exceeded', null, { neededBytes, availableBytes: null }).problem,
    );
    const written = await storedShards(page);
    expect(Object.keys(written).length).toBeGreaterThan(Object.keys(before).length);

    await lift();
    await press(page, 'start-cut');
    await reach(page, 'cut', 'done');
    const all = await storedShards(page);
    expect(all).toMatchObject(written);
    expect(Object.keys(all).length).toBe(Object.keys(before).length + 5);
  });

  it('says so too where a checkpoint finds no place; with more space training goes on', async () => {
    const fresh = await visit({ path: '/favicon.svg' });
    const { page } = fresh;
    try {
      // Chromium lets IndexedDB use up what it once learned to be free before it asks again: that has to be little from the start,
      // yet room for a shard that is written beside one that was, each of which Chromium counts as a megabyte until it is closed.
      await limitQuota(page, 4_000_000);
      await page.goto(inject('url'));
      await drop(page, [good]);
      await reach(page, 'data', 'done');
      await press(page, 'confirm-target');
      await reach(page, 'target', 'done');
      await press(page, 'start-cut');
      await reach(page, 'cut', 'done');
      const lift = await limitQuota(page, 10_000);
      await setEpochs(page, 12);
      // An epoch then takes a few seconds.
      await stepOf(page, 'train').getByLabel(words('en').train.batch, { exact: true }).fill('4');
      await press(page, 'start-training');
      await reach(page, 'train', 'failed');
      await expectProblem(
        '[data-step="train"] [data-failure="quota-exceeded"]',
        appError('quota-exceeded', null, { neededBytes: null, availableBytes: null }).problem,
        page,
      );
      await lift();
      // Whether an epoch was stored before the space ran out is the browser's affair: the step goes on from it, or starts anew.
      await stepOf(page, 'train').locator('button.primary').click();
      await reach(page, 'results', 'done');
    } finally {
      await fresh.close();
    }
  });

  it('is a failed run for the headless runner', async () => {
    const session = {
      browser: inject('browserPath'),
      url: inject('url'),
      source: { path: good, isFolder: true },
      report: () => undefined,
    };
    const failing = withPage(session, async (page) => {
      await limitQuota(page, moreBytes);
      return run(page, { set: { 'cut.size': 224 } });
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PageFailure);
    const { failure } = error as PageFailure;
    expect(failure).toMatchObject({ kind: 'quota-exceeded' });
    expect(exitCodeOf(failure)).toBe(3);
  });
});

it('nothing of all this was a mistake of the page', () => {
  expect(visited.complaints).toEqual([]);
});

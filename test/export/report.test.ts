import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { reportHtml } from '../../src/export/index.ts';
import { html } from '../../src/export/report/markup.ts';
import { niceTicks } from '../../src/export/report/charts.ts';
import { blobs, sampleReport, sampleRun } from './sample-run.ts';

const voidElements = new Set(['meta', 'img', 'path', 'circle']);

/** Every tag is closed where it has to be: enough to know that no text broke out of its place. */
function expectWellFormed(page: string): void {
  const open: string[] = [];
  for (const [, slash, name] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>/g)) {
    if (slash) expect(open.pop()).toBe(name);
    else if (!voidElements.has(name!)) open.push(name!);
  }
  expect(open).toEqual([]);
}

describe('the report', () => {
  test.each(['en', 'zh'] as const)('is a whole page by itself (%s)', async (locale) => {
    const run = sampleRun();
    const page = await reportHtml(sampleReport(run, locale));
    expectWellFormed(page);
    const { auc, acc } = run.metrics.splits.test!;
    expect(page).toContain(auc.value!.toFixed(3));
    expect(page).toContain(acc.value!.toFixed(3));
    expect(page).toContain(locale === 'en' ? 'not for clinical use' : '不得用于临床诊断');
    expect(page).toContain(`<html lang="${locale === 'en' ? 'en' : 'zh-Hans'}">`);
    const written = page.replaceAll(/base64,[^"]+/g, '');
    expect(written).not.toMatch(/<script|<link|<iframe|javascript:|\son[a-z]+="/i);
    expect(written).not.toMatch(/undefined|NaN|\[object/);
    expect(page).not.toMatch(/(?:src|href)="(?!data:)|url\(/);
  });

  test('shows the confusion matrix as it was found', async () => {
    const run = sampleRun();
    const page = await reportHtml(sampleReport(run, 'en'));
    const cells = [...page.matchAll(/<td\s+class="(?:right|wrong)"[^>]*>\s*(\d+)\s*<\/td>/g)];
    expect(cells.map(([, count]) => Number(count))).toEqual(run.metrics.splits.test!.confusion!.flat());
  });

  test('says what there was to beat, all figures with their intervals, thresholds and subgroups', async () => {
    const run = sampleRun({ kind: 'ordinal', classes: ['none', 'mild', 'severe'] });
    const page = (await reportHtml(sampleReport(run, 'en'))).replaceAll(/\s+/g, ' ');
    const { kappa, brier, questions, reliability } = run.metrics.splits.test!.scores!;
    for (const estimate of [kappa!, brier, questions[1]!.operatingPoints[0]!.sensitivity]) {
      if (estimate.value === null) throw new Error('no value');
      const [value, low, high] = [estimate.value, estimate.low!, estimate.high!].map((x) =>
        x.toFixed(3),
      );
      expect(page).toContain(`${value} [${low}, ${high}]`);
    }
    expect(page).toContain('+0.012 [-0.003, +0.021]');
    expect(page).toContain('logistic regression on 28 px pixels');
    expect(page).toContain('specificity at least 90%');
    expect(page).toContain('Age, years: 40–59');
    expect(page).toContain(reliability.find(({ samples }) => samples > 0)!.true!.toFixed(3));
  });

  test('shows the pictures of the mistakes, pixel by pixel', async () => {
    const asked: number[] = [];
    const page = await reportHtml({
      ...sampleReport(sampleRun(), 'en'),
      readPictures: (rows) => {
        asked.push(...rows);
        return Promise.resolve(blobs(rows));
      },
    });
    const uris = [...page.matchAll(/src="data:image\/png;base64,([^"]+)"/g)];
    expect(uris.length).toBe(asked.length);
    // Rows of the sample table, where test begins at 2000.
    expect(asked.every((row) => row >= 2000 && row < 2120)).toBe(true);
    const picture = decode(Buffer.from(uris[1]![1]!, 'base64'));
    expect(picture).toMatchObject({ width: 28, height: 28, channels: 1 });
    expect(Uint8Array.from(picture.data)).toEqual(blobs([asked[1]!]).data);
  });

  test('escapes what a dataset calls its classes', async () => {
    const classes = ['<script>alert(1)</script>', '"onload="x', "O'Brien & co"];
    for (const kind of ['multi-class', 'multi-label'] as const) {
      const page = await reportHtml(sampleReport(sampleRun({ kind, classes }), 'zh'));
      expectWellFormed(page);
      expect(page).not.toContain('<script');
      expect(page).not.toContain('"onload=');
      expect(page).toContain('&#60;script&#62;');
    }
  });

  test('says how images were read where that is not as by default', async () => {
    const run = sampleRun();
    const plain = await reportHtml(sampleReport(run, 'en'));
    expect(plain).toContain('28 px, grey, stretched, bicubic</dd>');
    const cut = {
      ...run.recipe.cut,
      window: { centre: 40, width: 400 },
      decode: 'fast',
      orientation: 'upright',
    } as const;
    const read = { ...run, recipe: { ...run.recipe, cut } };
    const english = await reportHtml(sampleReport(read, 'en'));
    expect(english).toContain(
      'bicubic · window: centre 40, width 400 · JPEG decoded fast · turned upright by EXIF</dd>',
    );
    expect(await reportHtml(sampleReport(read, 'zh'))).toContain(
      '窗：窗位 40，窗宽 400 · JPEG 快速解码',
    );
  });

  test('names samples only where the recipe allows it', async () => {
    const silent = await reportHtml(sampleReport(sampleRun(), 'en'));
    expect(silent).not.toContain('patient-');
    const naming = await reportHtml(sampleReport(sampleRun({ identifiers: true }), 'en'));
    expect(naming).toContain('patient-2');
  });

  test('of a text-only run lists its mistakes without pictures', async () => {
    const page = await reportHtml(sampleReport(sampleRun({ inputs: 'text' }), 'en'));
    expectWellFormed(page);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('tensors.npz ·');
    expect(page).toMatch(/said (normal|pneumonia), \d+%/);
  });

  test('says why a figure is not defined', async () => {
    const run = sampleRun();
    const test = run.metrics.splits.test!;
    const auc = { value: null, reason: 'one-class', className: 'normal' } as const;
    const metrics = { ...run.metrics, splits: { test: { ...test, auc } } };
    const page = await reportHtml(sampleReport({ ...run, metrics }, 'en'));
    expect(page).toContain('not defined: every sample is normal');
  });

  test('of a run that stopped before its first epoch, or kept no predictions, is still a page', async () => {
    const run = sampleRun();
    const page = await reportHtml(
      sampleReport({ ...run, history: [], predictions: [], labels: [] }, 'en'),
    );
    expectWellFormed(page);
    // Calibration is drawn from the figures.
    expect(page.match(/<figure/g)).toHaveLength(1);
  });

  test('needs a run that was evaluated', async () => {
    const run = sampleRun();
    const input = sampleReport({ ...run, metrics: { ...run.metrics, splits: {} } }, 'en');
    await expect(reportHtml(input)).rejects.toThrow(RangeError);
  });
});

test('markup escapes values, joins lists and leaves finished markup alone', () => {
  const inner = html`<b title="${'"><'}">${'&'}</b>`;
  expect(html`<p>${[inner, null, 1, 'x<y']}</p>`.text).toBe(
    '<p><b title="&#34;&#62;&#60;">&#38;</b>1x&#60;y</p>',
  );
});

test('ticks are round and inside', () => {
  expect(niceTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(niceTicks([0.7, 1], 5)).toEqual([0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1]);
  expect(niceTicks([1, 20], 6)).toEqual([5, 10, 15, 20]);
  expect(niceTicks([3, 3], 6)).toEqual([3]);
});

/**
 * The main job as a person does it: drop a folder, press the main buttons, take everything home, load the weights back.
 * Once in each language; what differs between the two may only be words.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metrics } from '../../src/domain/index.ts';
import { openNpz, type NpzFile } from '../../src/formats/index.ts';
import { loadWords, type Locale, locales, words } from '../../src/i18n/index.ts';
import { encodeText } from '../../src/models/index.ts';
import { memorySource, openZip } from '../../src/source/index.ts';
import { newFolder, visit } from './browser.ts';
import { drop } from './drop.ts';
import { keptFiles, keptZip } from './kept-files.ts';
import { findings, writeMadeFolder, type MadeSample } from './made-folder.ts';
import { askModel, openOptions, press, reach, stepOf } from './notebook-page.ts';
import { accOf, aucOf, readPredictions, type Prediction } from './predictions.ts';

await loadWords(...locales);

const samples = 150;
/** The largest difference between what one model says of one sample by different ways. */
const tolerance = 1e-5;
const fileNames = [
  'metrics.json',
  'predictions-test.csv',
  'predictions-train.csv',
  'predictions-val.csv',
  'recipe.json',
  'report.html',
  'tensors.npz',
  'tfjs/group1-shard1of1.bin',
  'tfjs/model.json',
  'weights.safetensors',
];
const browserLocales: Readonly<Record<Locale, string>> = { en: 'en-US', zh: 'zh-CN' };

/** What one visit brought home. */
interface Taken {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Probability of the second finding that the page gave for the first test samples. */
  readonly tried: readonly number[];
}

let folder: string;
let cases: string;
let made: ReadonlyMap<string, MadeSample>;
let english: Taken;

beforeAll(async () => {
  folder = await newFolder('whole-way');
  cases = join(folder, 'cases');
  made = new Map((await writeMadeFolder(cases, { samples })).map((one) => [one.file, one]));
  english = await wholeWay('en');
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

describe('the whole way, in English', () => {
  it('brings home every file', () => {
    expect([...english.files.keys()].sort()).toEqual(fileNames);
  });

  it('gives arrays that numpy.load reads, one row a sample', async () => {
    const bytes = fileOf(english, 'tensors.npz');
    expect([...bytes.subarray(0, 4)]).toEqual([...Buffer.from('PK\x03\x04', 'latin1')]);
    const source = memorySource('kept', { 'tensors.npz': bytes });
    for (const [, member] of await openZip(await source.open('tensors.npz')))
      expect([...(await member.slice(0, 8))]).toEqual([...Buffer.from('\x93NUMPY\x01\x00', 'latin1')]);

    const npz = await tensorsOf(english);
    let rows = 0;
    for (const split of ['train', 'val', 'test'] as const) {
      const { length } = readPredictions(fileOf(english, `predictions-${split}.csv`));
      expect(npz.members.get(`${split}_images`)).toMatchObject({
        dtype: '|u1',
        shape: [length, 28, 28],
      });
      expect((await npz.integers(`${split}_labels`)).shape).toEqual([length, 1]);
      rows += length;
    }
    expect(rows).toBe(samples);
  });

  it('gives predictions that the figures can be computed from', () => {
    const metrics = JSON.parse(textOf(english, 'metrics.json')) as Metrics;
    for (const split of ['train', 'val', 'test'] as const) {
      const predictions = readPredictions(fileOf(english, `predictions-${split}.csv`));
      for (const { sample, label } of predictions)
        expect(findings[label]).toBe(madeSample(sample).finding);
      const figures = metrics.splits[split];
      expect(figures?.samples).toBe(predictions.length);
      expect(aucOf(predictions)).toBeCloseTo(figures?.auc.value ?? NaN, 9);
      expect(accOf(predictions)).toBeCloseTo(figures?.acc.value ?? NaN, 9);
    }
  });

  it('answers on the page what the predictions say', () => {
    const test = testPredictions(english);
    english.tried.forEach((probability, i) => {
      expect(Math.abs(probability - test[i]!.probability)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('loads the weights back in another browser, with the same answers', async () => {
    const weights = join(folder, 'en', 'weights.safetensors');
    const at = await visit();
    try {
      const choosing = at.page.waitForEvent('filechooser');
      await press(at.page, 'load-weights');
      await (await choosing).setFiles(weights);
      await at.page.locator('[data-part="loaded"]').waitFor();
      const tried = await tryTestSamples(at.page, english.files);
      tried.forEach((probability, i) => {
        expect(Math.abs(probability - english.tried[i]!)).toBeLessThanOrEqual(tolerance);
      });
      expect(at.complaints).toEqual([]);
    } finally {
      await at.close();
    }
  });

  it('gives a model that TensorFlow.js loads without any code of ours, with the same answers', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(
      textOf(english, 'tfjs/model.json'),
    ) as tf.io.ModelJSON;
    const [group] = weightsManifest;
    const shards = group!.paths.map((path) => new Uint8Array(fileOf(english, `tfjs/${path}`)).buffer);
    await tf.setBackend('cpu');
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: group!.weights, weightData: shards }),
    );
    const test = testPredictions(english);
    const pixels = await (await tensorsOf(english)).rows('test_images', 0, test.length);
    const buckets = model.inputs[1]!.shape[1]!;
    const texts = encodeText(
      test.map(({ sample }) => madeSample(sample).note),
      buckets,
    );
    const logits = model.predict([
      tf.tensor4d(Float32Array.from(pixels), [test.length, 28, 28, 1]),
      tf.tensor2d(texts, [test.length, buckets]),
    ]) as tf.Tensor;
    const probabilities = await tf.sigmoid(logits).data();
    expect(probabilities.length).toBe(test.length);
    test.forEach(({ probability }, i) => {
      expect(Math.abs(probabilities[i]! - probability)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('writes a report that shows its pictures and asks nothing of any network', async () => {
    await expectReport(english, 'en');
  });
});

describe('the whole way, in Chinese', () => {
  it('is the same but for the words', async () => {
    const chinese = await wholeWay('zh');
    expect([...chinese.files.keys()].sort()).toEqual(fileNames);
    for (const name of fileNames.filter((one) => one !== 'report.html'))
      expect(Buffer.compare(fileOf(chinese, name), fileOf(english, name)), name).toBe(0);
    await expectReport(chinese, 'zh');
    expect(textOf(chinese, 'report.html')).not.toBe(textOf(english, 'report.html'));
  });
});

/** Through all steps with their main buttons, then every file and a few answers. */
async function wholeWay(locale: Locale): Promise<Taken> {
  const at = await visit({ locale: browserLocales[locale] });
  const { page } = at;
  const { target, train, results } = words(locale);
  try {
    await drop(page, [cases]);
    await reach(page, 'data', 'done');

    await openOptions(page, 'target');
    await stepOf(page, 'target').getByLabel(target.identifierKinds.in, { exact: true }).check();
    await press(page, 'confirm-target');
    await reach(page, 'target', 'done');

    await press(page, 'start-cut');
    await reach(page, 'cut', 'done');

    await openOptions(page, 'train');
    const epochs = stepOf(page, 'train').getByLabel(train.epochs, { exact: true });
    expect(await epochs.getAttribute('placeholder')).toBe(train.epochsAuto(15));
    await epochs.fill('2');
    await stepOf(page, 'train').getByLabel(train.batch, { exact: true }).fill('16');
    await press(page, 'start-training');
    await reach(page, 'train', 'done');

    await reach(page, 'results', 'done');
    await stepOf(page, 'results').getByRole('heading', { name: results.matrix }).waitFor();
    await expectSwitchedLanguage(page, locale);
    if (locale === 'en') await expectExplained(page);

    await press(page, 'make-files');
    await reach(page, 'keep', 'done');
    const files = await keptFiles(page, join(folder, locale));
    expect(await keptZip(page, join(folder, `${locale}.zip`))).toEqual(files);
    const tried = await tryTestSamples(page, files);
    expect(at.complaints).toEqual([]);
    return { files, tried };
  } finally {
    await at.close();
  }
}

/** Lays all samples out both ways, chooses them by keys, and asks why of the first. */
async function expectExplained(page: Page): Promise<void> {
  const { explain } = words('en');
  const map = page.locator('[data-part="map"]');
  await map.locator('summary').first().click();
  await press(page, 'draw-map');
  const plot = map.getByRole('application', { name: explain.mapLabel(samples) });
  await plot.waitFor();
  await map.getByRole('radio', { name: explain.projections.umap }).check();
  await map.locator('[data-projection="umap"]').waitFor();
  await plot.focus();
  for (let i = 0; i < 60; i++) await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  await map.getByText(explain.chosen(samples)).waitFor();
  await map.locator('[data-action="explain"]').click();
  await map.locator('[data-action="find-neighbours"]').click();
  await map.locator('[data-part="neighbours"] li').nth(7).waitFor();
  expect(await map.locator('.framed canvas').count()).toBe(2);
  expect(await map.locator('[data-part="words"] span').count()).toBeGreaterThan(3);
}

/** The other language is a button away, changes what is said and not what was done, and back again. */
async function expectSwitchedLanguage(page: Page, locale: Locale): Promise<void> {
  const other: Locale = locale === 'en' ? 'zh' : 'en';
  for (const next of [other, locale]) {
    await press(page, 'switch-language');
    await stepOf(page, 'results')
      .getByRole('heading', { name: words(next).results.matrix })
      .waitFor();
    await reach(page, 'results', 'done');
  }
}

/** What the page's model says of the first test samples, given their own files and notes. */
async function tryTestSamples(page: Page, files: Taken['files']): Promise<number[]> {
  const tried: number[] = [];
  for (const { sample } of readPredictions(files.get('predictions-test.csv')!).slice(0, 3)) {
    const { note, file } = madeSample(sample);
    const likelihoods = await askModel(page, join(cases, 'images', file), note);
    tried.push(likelihoods.get(findings[1]) ?? NaN);
  }
  return tried;
}

async function expectReport(taken: Taken, locale: Locale): Promise<void> {
  const html = textOf(taken, 'report.html');
  expect(html).not.toMatch(/<script|<link|<iframe|@import|\bon[a-z]+="/i);
  expect(html.match(/(?:src|href)="(?!data:|#)[^"]*"|url\((?!["']?data:)/gi)).toBeNull();
  const at = await visit({ locale: browserLocales[locale] });
  try {
    // Away from the program's own policy: the report has one of its own, and is opened from a disk.
    await at.page.goto('about:blank');
    await at.page.setContent(html);
    expect(await at.page.locator('html').getAttribute('lang')).toBe(locale === 'en' ? 'en' : 'zh-Hans');
    const pictures = await at.page
      .locator('img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(pictures.length).toBeGreaterThan(0);
    expect(Math.min(...pictures)).toBeGreaterThan(0);
    expect(at.complaints).toEqual([]);
  } finally {
    await at.close();
  }
}

function fileOf({ files }: Taken, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`there is no ${name}`);
  return bytes;
}

function textOf(taken: Taken, name: string): string {
  return new TextDecoder().decode(fileOf(taken, name));
}

function testPredictions(taken: Taken): Prediction[] {
  return readPredictions(fileOf(taken, 'predictions-test.csv'));
}

async function tensorsOf(taken: Taken): Promise<NpzFile> {
  const source = memorySource('kept', { 'tensors.npz': fileOf(taken, 'tensors.npz') });
  return openNpz(await source.open('tensors.npz'));
}

/** @param sample as the predictions name it: by its path */
function madeSample(sample: string): MadeSample {
  const found = made.get(sample.slice(sample.lastIndexOf('/') + 1));
  if (found === undefined) throw new Error(`no sample is called ${sample}`);
  return found;
}

/**
 * Chinese, Japanese, Russian, French and Spanish from a table to `predictions-<split>.csv` and the report, by the headless
 * page: names of classes and of samples letter by letter, and the text by what a model of it alone says, which is the same
 * to the last digit whichever encoding the table came in.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { run, saveDownloads, withPage } from '../../src/headless/session.ts';
import { csv } from '../datasets/generate/files.ts';
import { newFolder } from './browser.ts';

const western = {
  'pneumonie aiguë': ['toux à l’effort', 'fièvre élevée', '«œdème»'],
  'año 1: neumonía': ['¿tos?', 'disnea según el niño', 'corazón'],
};
const all = {
  ...western,
  肺炎: ['咳嗽加重', '高热不退', '痰、胸痛'],
  '心不全、疑い': ['むくみ', 'アムロジピン', '息切れ'],
  'без патологии': ['жалоб нет', 'ёмкость лёгких в норме', 'объём'],
};
const samplesPerClass = 24;
const picture = encode({ width: 28, height: 28, data: new Uint8Array(28 * 28), channels: 1, depth: 8 });
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

let folder: string;
beforeAll(async () => void (folder = await newFolder('scripts')));
afterAll(() => rm(folder, { recursive: true }));

it.each([
  { encodings: ['utf-8', 'utf-16le', 'gb18030'], words: all },
  { encodings: ['utf-8', 'windows-1252'], words: western },
])('$encodings come to one prediction table, letter by letter', async ({ encodings, words }) => {
  const rows = rowsOf(words);
  const tables = await Promise.all(encodings.map((encoding) => predictionsOf(encoding, rows)));
  const { predictions, report } = tables[0]!;
  for (const table of tables) expect(table.predictions).toEqual(predictions);

  const classOf = new Map(rows.map(({ file, label }) => [`images/${file}`, label]));
  const seen = new Set<string>();
  for (const text of predictions) {
    const { data, meta } = Papa.parse<Record<string, string>>(text.slice(1).trimEnd(), { header: true });
    const classes = meta.fields!.slice(3);
    expect(text[0]).toBe('\ufeff');
    expect(meta.fields!.slice(0, 3)).toEqual(['index', 'sample', 'label']);
    expect(classes.toSorted()).toEqual(Object.keys(words).toSorted());
    for (const { sample, label } of data) {
      expect(classes[Number(label)]).toBe(classOf.get(sample!));
      seen.add(sample!);
    }
  }
  expect(seen.size).toBe(rows.length);
  for (const name of Object.keys(words)) expect(report).toContain(name);
});

interface Row {
  readonly file: string;
  readonly label: string;
  readonly note: string;
}

/** Files are called by their class; every note has two of its words. */
function rowsOf(words: Readonly<Record<string, readonly string[]>>): Row[] {
  return Object.entries(words).flatMap(([label, said]) =>
    Array.from({ length: samplesPerClass }, (_, i) => ({
      file: `${label.replace(/[:、]/g, '')} ${i}.png`,
      label,
      note: `${said[i % 3]!}, ${said[(i + 1 + (i % 2)) % 3]!}`,
    })),
  );
}

/** What a short training on the notes alone leaves behind. */
async function predictionsOf(encoding: string, rows: readonly Row[]) {
  const cases = join(folder, encoding, 'cases');
  const out = join(folder, encoding, 'out');
  await rm(join(folder, encoding), { recursive: true, force: true });
  await mkdir(join(cases, 'images'), { recursive: true });
  for (const { file } of rows) await writeFile(join(cases, 'images', file), picture);
  const lines = rows.map(({ file, label, note }) => [file, label, note]);
  const table = new TextDecoder().decode(csv([['file', 'label', 'note'], ...lines]));
  await writeFile(join(cases, 'cases.csv'), encoded(table, encoding));

  const recipe = {
    split: { use: 'made', val: 0.1, test: 0.25 },
    cut: { size: 28 },
    model: { text: { buckets: 256 } },
    training: { epochs: 2, batch: 16 },
    identifiers: true,
  };
  const source = { path: cases, isFolder: true };
  const session = { browser: inject('browserPath'), url: inject('url'), source };
  await withPage({ ...session, report: () => undefined }, async (page) => {
    const saved = saveDownloads(page, out);
    const { files } = await run(page, { recipe, set: { inputs: 'text' } });
    await saved(files);
  });
  const kept = (name: string) => readFile(join(out, name)).then((bytes) => decoder.decode(bytes));
  const predictions = await Promise.all(
    ['train', 'val', 'test'].map((split) => kept(`predictions-${split}.csv`)),
  );
  return { predictions, report: await kept('report.html') };
}

/** Letters of Windows-1252 that Latin-1 has not. */
const windows: Readonly<Record<string, number>> = { '’': 0x92, œ: 0x9c };

function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'windows-1252')
    return Uint8Array.from(text, (letter) => windows[letter] ?? letter.charCodeAt(0));
  return Uint8Array.from(Array.from(text).flatMap((letter) => gb18030.get(letter)!));
}

/** Each letter below U+FFFF and its one, two or four bytes, as Node decodes but does not encode them. */
const gb18030 = new Map<string, readonly number[]>();
for (const code of codes()) {
  const letter = new TextDecoder('gb18030').decode(Uint8Array.from(code));
  if (letter.length === 1 && !gb18030.has(letter)) gb18030.set(letter, code);
}

function* codes(): Generator<readonly number[], void, void> {
  for (let a = 0; a < 0x80; a++) yield [a];
  for (let a = 0x81; a <= 0xfe; a++) for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) yield [a, b];
  for (let a = 0x81; a <= 0x84; a++)
    for (let b = 0x30; b <= 0x39; b++)
      for (let c = 0x81; c <= 0xfe; c++) for (let d = 0x30; d <= 0x39; d++) yield [a, b, c, d];
}

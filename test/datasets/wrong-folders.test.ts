/**
 * Folders of every published dataset as people really have them: a table left out, one that breaks off, a renamed column, a table of
 * another dataset, no images. Each is said in both languages, and what can be used is used.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppError, type Problem } from '../../src/domain/index.ts';
import { evidenceText, loadWords, locales, problemText } from '../../src/i18n/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { withArchives } from '../../src/source/with-archives.ts';
import { madeDatasets } from './generate/catalogue.ts';
import type { MadeFiles } from './generate/files.ts';
import { read } from './sources.ts';

await loadWords(...locales);

/** The table that a dataset can least do without. The TB database has none that it needs. */
const mainTables: Readonly<Record<string, RegExp>> = {
  'chexpert-small': /train\.csv$/,
  'mimic-cxr-jpg': /-chexpert\.csv\.gz$/,
  'mimic-cxr': /cxr-record-list\.csv\.gz$/,
  'nih-box': /Data_Entry/,
  'nih-kaggle': /Data_Entry/,
  'rsna-pneumonia': /stage_2_train_labels/,
  'vindr-cxr': /image_labels_train/,
  vinbigdata: /train\.csv$/,
  'vindr-pcxr': /image_labels_train/,
  'vindr-spinexr': /annotations\/train/,
  'vindr-mammo': /finding_annotations/,
  'object-cxr': /train\.csv$/,
  'covidx-cxr4': /train\.txt$/,
  'indiana-kaggle': /indiana_reports/,
};

interface Told {
  readonly samples: number;
  readonly problems: readonly Problem[];
  /** All that is said, by language. */
  readonly words: Readonly<Record<string, string>>;
}

async function tell(files: MadeFiles): Promise<Told> {
  const say = (problems: readonly Problem[], evidence: Parameters<typeof evidenceText>[0][] = []) =>
    Object.fromEntries(
      locales.map((locale) => [
        locale,
        [
          ...problems.map((one) => {
            const { what, reason, remedy } = problemText(one, locale);
            return `${one.file ?? ''} ${what} ${reason} ${remedy}`;
          }),
          ...evidence.map((one) => evidenceText(one, locale)),
        ].join('\n'),
      ]),
    );
  try {
    const { inspection } = await read(withArchives(memorySource('wrong', files)));
    const { samples, rejected, evidence } = inspection;
    const against = evidence.filter(({ holds }) => !holds);
    return { samples, problems: rejected, words: say(rejected, against) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { samples: 0, problems: [error.problem], words: say([error.problem]) };
  }
}

const made = new Map<string, MadeFiles>();
function filesOf(name: string): MadeFiles {
  if (!made.has(name)) made.set(name, madeDatasets[name]!());
  return { ...made.get(name)! };
}

function tableOf(files: MadeFiles, pattern: RegExp): string {
  return Object.keys(files).find((path) => pattern.test(path))!;
}

function textOf(files: MadeFiles, path: string): string {
  const bytes = files[path]!;
  return new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** What is said names the table, in both languages. */
function expectNamed({ words }: Told, path: string): void {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.gz$/, '');
  for (const locale of locales) expect(words[locale], locale).toContain(base);
  expect(words.zh).toMatch(/\p{Script=Han}/u);
}

/** A made dataset with its main table changed: null leaves it out. */
function withTable(name: string, change: (text: string) => Uint8Array | null, ending = '') {
  const whole = filesOf(name);
  const path = tableOf(whole, mainTables[name]!);
  const plain = path.replace(/\.gz$/, '');
  const changed = change(textOf(whole, path));
  const files = Object.fromEntries(Object.entries(whole).filter(([one]) => one !== path));
  if (changed !== null) files[plain + ending] = changed;
  return { files, path };
}

const encode = (text: string) => new TextEncoder().encode(text);

describe.each(Object.keys(mainTables))('%s', (name) => {
  // Without its one table nothing tells VinBigData from any other folder of images.
  const isKnown = name !== 'vinbigdata';

  it.runIf(isKnown)('names the table that is not there, and uses the rest', async () => {
    const { files, path } = withTable(name, () => null);
    const told = await tell(files);
    expectNamed(told, path);
    expect(told.samples).toBeGreaterThan(0);
  });

  it('names the table that breaks off', async () => {
    const half = (text: string) => {
      const packed = new Uint8Array(gzipSync(text));
      return packed.slice(0, packed.length >> 1);
    };
    const { files, path } = withTable(name, half, '.gz');
    expectNamed(await tell(files), path);
  });

  // COVIDx has no headings, and what VinBigData's table is without its own is anybody's.
  it.runIf(isKnown && name !== 'covidx-cxr4')('names the table whose columns were renamed', async () => {
    const { files, path } = withTable(name, (text) => {
      const [heading, ...rest] = text.split('\n');
      const renamed = heading!.split(',').map((column) => `${column.trim()}_v2`);
      return encode([renamed.join(','), ...rest].join('\n'));
    });
    const told = await tell(files);
    expectNamed(told, path);
    expect(told.samples).toBeGreaterThan(0);
  });

  it.runIf(isKnown)('names the table that is of something else', async () => {
    const { files, path } = withTable(name, () => encode('city,river\nUlm,Danube\nBonn,Rhine\n'));
    const told = await tell(files);
    expectNamed(told, path);
    expect(told.samples).toBeGreaterThan(0);
  });

  it('says that no image is there, or is texts alone', async () => {
    const all = Object.entries(filesOf(name));
    const told = await tell(
      Object.fromEntries(all.filter(([path]) => !/\.(?:jpg|jpeg|png|dcm|dicom)$/.test(path))),
    );
    const hasReports = name === 'mimic-cxr' || name === 'indiana-kaggle';
    if (hasReports) expect(told.samples).toBeGreaterThan(100);
    else expect(told.problems).toMatchObject([{ kind: 'no-images' }]);
  });
});

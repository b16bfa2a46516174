import { describe, expect, it } from 'vitest';
import { openImage } from '../../src/formats/index.ts';
import { bytesFile, memorySource } from '../../src/source/index.ts';
import { csv, text, type MadeFiles } from './generate/files.ts';
import { medMd } from './generate/medmd.ts';
import { expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence, problemOf } from './sources.ts';

const volumeOf = (files: Readonly<Record<string, Uint8Array>>, number: number) =>
  files[`images/radiopaedia/Case ${number}/0.npy`]!;

/** Articles as RadFM has them; one breaks off, and one is not there. */
function papers(): MadeFiles {
  const numbers = [700, 701, 702, 703, 704];
  const files: MadeFiles = {};
  for (const number of numbers) {
    const sentences = [
      { text: 'What is known.', img_ref: [] },
      { text: `Figure 1 of PMC${number}.`, img_ref: ['fig1'] },
      { text: ` Both of PMC${number}.`, img_ref: ['fig1', 'fig2'] },
      { text: 'A lost one.', img_ref: ['fig9'] },
    ];
    const whole = JSON.stringify(sentences);
    files[`paper_json/PMC${number}.json`] = text(number === 704 ? whole.slice(0, 80) : whole);
  }
  const rows = [...numbers, 799].map((number) => [`/home/cs/user/paper_json/PMC${number}.json`]);
  files['RadFM_data_csv/paper_train.csv'] = csv([['PMC_path'], ...rows]);
  return files;
}

describe('MedMD', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('medmd');
    expect(recognised.inspection).toMatchObject({ reader: 'medmd', sharing: 'ask' });
    expect(summaryOf(recognised)).toEqual(expected('medmd', 'medmd'));
  });

  it('tells volumes of one name apart by their folders', async () => {
    const { table } = await readMade('medmd');
    const at = table.text.finding!.indexOf('Finding 5');
    expect(table.images![at]).toEqual({ kind: 'file', path: 'images/radiopaedia/Case 5/0.npy' });
    expect(table.text.impression![at]).toBe('Impression 5');
  });

  it('keeps what is said of one article together, where names tell it', async () => {
    const { table } = await readMade('medmd');
    const asked = table.ids.flatMap((id, i) => (id.includes('pmcv') ? [i] : []));
    expect(asked.length).toBeGreaterThan(100);
    for (const i of asked) {
      const image = table.images![i]!;
      const article = image.kind === 'file' ? /PMC\d+/.exec(image.path) : null;
      expect(table.studies![i]).toBe(article![0]);
    }
  });

  it('does not guess where a name alone is left and several files have it', async () => {
    const moved = renamed((path) => path.replace(/radiopaedia\/Case (\d+)/, 'volumes/scan-$1'));
    const { inspection } = await readMade('medmd', moved);
    const lost = inspection.rejected.filter(({ file }) => file?.endsWith('0.npy'));
    expect(lost).toHaveLength(12);
  });

  it('makes one sample of what several rows say of an image, and one of each question', async () => {
    const recognised = await readMade('medmd');
    const { table } = recognised;
    const case3 = table.text.findings!.indexOf('Something, "case 3"');
    expect(table.text.diagnosis![case3]).toBe('Diagnosis 3');
    const asked = table.text.question!.flatMap((one, i) => (one === 'Is the heart large?' ? [i] : []));
    expect(new Set(asked.map((i) => table.images![i])).size).toBe(asked.length);
    expect(labelsOf(recognised, 'disease', asked[0]!)).toEqual({
      Cardiomegaly: -1,
      'Pleural effusion': -1,
    });
  });

  it('takes the images of a list that are there, in its order', async () => {
    const { inspection, table } = await readMade('medmd');
    const case7 = table.text.findings!.indexOf('Something, "case 7"');
    expect(table.images![case7]).toEqual({ kind: 'file', path: 'images/MedPix/synpic507.jpg' });
    expect(evidence(inspection, 'further-images')).toEqual({
      samples: 34,
      example: 'synpic100.jpg, synpic500.jpg',
    });
    const seen = table.text.question!.indexOf('What is seen?');
    expect(table.images![seen]).toMatchObject({
      path: expect.stringContaining('_fig1.jpg') as string,
      further: [expect.stringContaining('_fig2.jpg') as string],
    });
  });

  it('takes a label that is text for a report, where others have 0 and 1', async () => {
    const captions = '/gpfs/home/MedPix/synpic503.jpg,"No effusion, heart 1."\n';
    const recognised = await readMade('medmd', (files) => ({
      ...files,
      'RadFM_data_csv/mimic_caption_train.csv': new TextEncoder().encode(
        `image_path,label\n${captions}`,
      ),
    }));
    const { table } = recognised;
    const row = table.text.report!.indexOf('No effusion, heart 1.');
    expect(table.images![row]).toEqual({ kind: 'file', path: 'images/MedPix/synpic503.jpg' });
    expect(new Set(Object.values(labelsOf(recognised, 'disease', row)))).toEqual(new Set([-1]));
  });

  it('has the sentences of articles with their figures, and says which articles are not there', async () => {
    const { inspection, table } = await readMade('medmd', (files) => ({ ...files, ...papers() }));
    const rows = table.text.sentence!.flatMap((one, i) => (one === '' ? [] : [i]));
    expect(rows).toHaveLength(8);
    expect(inspection.samples).toBe(361 + 8);
    // A sentence without a figure is no row without an image.
    expect(inspection.rejected.map(({ file }) => file)).not.toContain('');
    const [alone, both] = rows;
    expect(table.text.sentence![alone!]).toBe('Figure 1 of PMC700.');
    expect(table.images![alone!]).toEqual({ kind: 'file', path: 'images/cases/PMC700_fig1.jpg' });
    expect(table.images![both!]).toEqual({
      kind: 'file',
      path: 'images/cases/PMC700_fig1.jpg',
      further: ['images/cases/PMC700_fig2.jpg'],
    });
    const studies = rows.map((row) => table.studies![row]);
    expect(studies).toEqual([700, 701, 702, 703].flatMap((n) => [`PMC${n}`, `PMC${n}`]));
    expect(new Set(rows.map((row) => table.officialSplits[row]))).toEqual(new Set(['train']));
    // Of the case report on the same article too.
    expect(table.studies!.filter((study) => study === 'PMC700')).toHaveLength(3);
    const target = inspection.targets.find(({ name }) => name === 'sentence')!;
    expect(target).toMatchObject({ kind: 'choice', missing: 361 });
    const lost = inspection.rejected.filter(({ file }) => /PMC7/.test(file!));
    expect(lost).toEqual([
      {
        kind: 'damaged-table',
        file: 'paper_json/PMC704.json',
        parameters: { row: null, detail: expect.any(String) as string },
      },
      {
        kind: 'missing-file',
        file: '/home/cs/user/paper_json/PMC799.json',
        parameters: { table: 'RadFM_data_csv/paper_train.csv', row: 7 },
      },
      ...[0, 1, 2, 3].map((n) => ({
        kind: 'missing-file',
        file: `PMC70${n}_fig9.jpg`,
        parameters: { table: `paper_json/PMC70${n}.json`, row: 4 },
      })),
    ]);
  });

  it('takes articles alone', async () => {
    const images = renamed((path) => (path.startsWith('images/cases/') ? path : ''));
    const alone = await readMade('medmd', (files) => ({ ...without(/^$/)(images(files)), ...papers() }));
    expect(alone.inspection).toMatchObject({ reader: 'medmd', samples: 8 });
    const table = 'RadFM_data_csv/paper_train.csv';
    const nothing = memorySource('x', { [table]: papers()[table]!, 'other.jpg': text('') });
    expect(await problemOf(nothing)).toEqual({
      kind: 'missing-file',
      file: '/home/cs/user/paper_json/PMC700.json',
      parameters: { table, row: 2 },
    });
  });

  it('says that lists of prompts and articles without images are left alone', async () => {
    const names = ['yes_no_prompt', 'caption_prompt', 'modality_set', 'article'];
    const { inspection } = await readMade('medmd', (files) => ({
      ...files,
      ...Object.fromEntries(names.map((name) => [`RadFM_data_csv/${name}.json`, text('{"a":["b"]}')])),
    }));
    expect(inspection.samples).toBe(361);
    expect(evidence(inspection, 'ignored-files')).toEqual({ files: 4, example: 'article.json' });
  });

  it('is something else with two of its tables', async () => {
    const { inspection } = await readMade(
      'medmd',
      without(/(?:MedPix|radiology|casa|pmcv).*\.(?:csv|json)$/),
    );
    expect(inspection.reader).not.toBe('medmd');
  });
});

describe('a volume of RadFM', () => {
  it('has the slices of its last axis, the middle one of which stands for it', async () => {
    const bytes = volumeOf(medMd(), 4);
    const stack = await openImage(bytesFile('0.npy', bytes));
    expect(stack).toMatchObject({ frames: 4, representative: 2 });
    const slice = await stack.read(2);
    expect(slice).toMatchObject({ width: 20, height: 24 });
    const values = new Float32Array(bytes.slice(128).buffer);
    // Row 11, column 7 of the third slice of the first channel.
    expect(slice.data[11 * 20 + 7]).toBe(values[(11 * 20 + 7) * 4 + 2]);
    await expect(stack.read(4)).rejects.toThrow(RangeError);
  });

  it('that is cut off says so', async () => {
    const bytes = volumeOf(medMd(), 4).slice(0, 2000);
    await expect(openImage(bytesFile('0.npy', bytes))).rejects.toMatchObject({
      problem: { kind: 'truncated-image' },
    });
  });
});

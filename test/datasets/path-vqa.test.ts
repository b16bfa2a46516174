import { describe, expect, it } from 'vitest';
import { expected, readMade, summaryOf } from './made.ts';
import { evidence } from './sources.ts';

/** Runs a command where it is read as Python reads it. */
const evil = new TextEncoder().encode("cos\nsystem\n(S'true'\ntR.");

describe('PathVQA', () => {
  it.each([
    ['path-vqa-original', 1],
    ['path-vqa-parquet', 0],
    ['path-vqa-tsv', 0],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, missing) => {
    const recognised = await readMade(name);
    const { reader, rejected } = recognised.inspection;
    expect(reader).toBe('path-vqa');
    expect(new Set(rejected.map(({ file }) => file)).size).toBe(missing);
    expect(summaryOf(recognised)).toEqual(expected('path_vqa', name));
  });

  it.each(['path-vqa-original', 'path-vqa-parquet', 'path-vqa-tsv'])(
    'keeps the questions of an image together in %s',
    async (name) => {
      const { table } = await readMade(name);
      const [first, second, third, fourth] = table.studies!;
      // Two questions about the first image and one that nobody else asks, then the second image.
      expect(second).toBe(first);
      expect(third).toBe(first);
      expect(fourth).not.toBe(first);
      expect(new Set(table.studies).size).toBeGreaterThan(90);
    },
  );

  it('says which answers are classes, and how good a model can be', async () => {
    const { inspection } = await readMade('path-vqa-parquet');
    expect(evidence(inspection, 'answer-vocabulary')).toEqual({
      answers: 5,
      of: 16,
      covered: 220,
      questions: 231,
    });
    const ceilings = inspection.evidence.filter(({ kind }) => kind === 'answer-ceiling');
    expect(ceilings.map(({ parameters }) => parameters)).toEqual([
      { split: 'val', questions: 84, answerable: 80, unseen: 4 },
      { split: 'test', questions: 105, answerable: 100, unseen: 5 },
    ]);
  });

  it('takes Yes and yes. for yes, and puts no before it', async () => {
    const { inspection } = await readMade('path-vqa-original');
    expect(inspection.targets.map(({ name }) => name)).toEqual(['answer', 'yes or no', 'open answer']);
    expect(inspection.targets[1]).toMatchObject({ kind: 'binary', classes: ['no', 'yes'] });
    expect(inspection.targets[2]!.classes.filter((name) => /yes/i.test(name))).toEqual([]);
  });

  it('finds an image that stands as the index of another row', async () => {
    const { table } = await readMade('path-vqa-tsv');
    expect(table.images![1]).toMatchObject({ kind: 'cell', row: 0 });
    expect(table.images![3]).toMatchObject({ kind: 'cell', row: 3 });
  });

  it('asks no other pickles and tables that lie beside the questions', async () => {
    const { inspection } = await readMade('path-vqa-original', (files) => ({
      ...files,
      'pvqa/qas/train_vqa.pkl': evil,
      'pvqa/images/train36.csv': new TextEncoder().encode('image_id\timage_w\tfeatures\n0\t9\tAAAA\n'),
    }));
    expect(inspection).toMatchObject({ reader: 'path-vqa', samples: 415 });
  });

  it('refuses a pickle that would run code, and says so', async () => {
    const reading = readMade('path-vqa-original', (files) => ({
      ...files,
      'pvqa/qas/train/train_qa.pkl': evil,
    }));
    // What is left are folders of images named after splits, which are no classes.
    await expect(reading).rejects.toMatchObject({ problem: { kind: 'unsupported-table' } });
  });
});

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/source/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import { pickle } from './generate/pickle.ts';
import { expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence, problemOf } from './sources.ts';

/** Runs a command where it is read as Python reads it. */
const evil = new TextEncoder().encode("cos\nsystem\n(S'true'\ntR.");

describe('PathVQA', () => {
  it.each([
    ['path-vqa-original', 1],
    ['path-vqa-lxmert', 0],
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

  it('reads the lists by image that were made for LXMERT, some of which are empty', async () => {
    const recognised = await readMade('path-vqa-lxmert', without(/\.pkl$/));
    expect(recognised.inspection).toMatchObject({ reader: 'path-vqa', rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('path_vqa', 'path-vqa-lists'));
    expect(recognised.table.studies).not.toContain('test_0000');
    expect(recognised.table.studies).toContain('test_0001');
  });

  it('takes the best answer of those with a score, and none where none has one', async () => {
    const { table } = await readMade('path-vqa-lxmert');
    const { target, values } = table.labels[0]!;
    expect(target.classes).not.toContain('unsure');
    expect(table.text.question![0]).toBe('what organ is shown?');
    expect(['liver', 'kidney', 'lung']).toContain(target.classes[values[0]!]);
    expect(values[49]).toBe(-1);
  });

  it('prefers the original questions, and leaves alone what others prepared for LXMERT', async () => {
    const one = pickle([{ image: 'train_0000', question: 'what is this?', answer: 'a liver' }]);
    const { inspection } = await readMade('path-vqa-lxmert', (files) => ({
      ...files,
      'pvqa/qas/train/train_qa.pkl': one,
    }));
    expect(inspection).toMatchObject({ reader: 'path-vqa', samples: 1 });
    const files = renamed((path) => path.replace(/^pvqa\/(?:qas\/)?/, ''))(
      without(/json$/)(madeDatasets['path-vqa-lxmert']!()),
    );
    const others = memorySource('prepared', files);
    expect(await problemOf(others)).toMatchObject({ kind: 'unrecognised-source' });
  });

  it.each(['path-vqa-original', 'path-vqa-lxmert'])(
    'refuses a pickle that would run code, and says so, in %s',
    async (name) => {
      const reading = readMade(name, (files) =>
        Object.fromEntries(
          Object.entries(without(/json$/)(files)).map(([path, bytes]) => [
            path,
            /train_v?qa\.pkl$/.test(path) ? evil : bytes,
          ]),
        ),
      );
      // What is left are folders of images named after splits, which are no classes.
      await expect(reading).rejects.toMatchObject({ problem: { kind: 'unsupported-table' } });
    },
  );
});

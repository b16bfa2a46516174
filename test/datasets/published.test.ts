/** What holds for all published datasets alike: in a zip, beside another one, and where nothing fits. */
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { textNotices } from '../../src/datasets/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import type { MadeFiles } from './generate/files.ts';
import { zipSync } from './generate/zip.ts';
import { edited, expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence, folder, problemOf, read } from './sources.ts';

describe('a made dataset in a zip is the same as in a folder', () => {
  it.each(Object.keys(madeDatasets))('%s', async (name) => {
    const file = new Blob([zipSync(madeDatasets[name]!()) as Uint8Array<ArrayBuffer>]);
    const zipped = await read(openSource({ kind: 'archive', name: `${name}.zip`, file }));
    const plain = await readMade(name);
    expect(zipped.inspection.reader).toBe(plain.inspection.reader);
    expect(summaryOf(zipped)).toEqual(summaryOf(plain));
  });
});

describe('two datasets in one folder', () => {
  const both = () =>
    memorySource('both', { ...madeDatasets['chexpert-small']!(), ...madeDatasets['nih-box']!() });

  it('are not guessed about in silence', async () => {
    const { inspection } = await read(both());
    expect(inspection.reader).toBe('chexpert');
    expect(inspection.alternatives).toContain('nih-cxr14');
    expect(inspection.evidence).toContainEqual({
      kind: 'could-also-be',
      holds: false,
      parameters: {
        taken: 'CheXpert',
        by: 'CheXpert-v1.0-small/train.csv',
        dataset: 'NIH ChestX-ray14',
        because: 'CXR8/Data_Entry_2017_v2020.csv',
      },
    });
  });

  it('can be told apart by hand', async () => {
    const { inspection } = await read(both(), { reader: 'nih-cxr14' });
    expect(inspection).toMatchObject({ reader: 'nih-cxr14', title: 'NIH ChestX-ray14' });
  });
});

describe('a folder that could be two things is not read as one of them in silence', () => {
  const made = madeDatasets;
  const rivals = async (files: MadeFiles) => {
    const { inspection } = await read(memorySource('both', files));
    const found = inspection.evidence.filter(({ kind }) => kind === 'could-also-be');
    return { reader: inspection.reader, rivals: found.map(({ parameters }) => parameters) };
  };
  const chexpertTable = 'CheXpert-v1.0-small/train.csv';

  it("the table of CheXpert among MIMIC-CXR-JPG's", async () => {
    const jpg = made['mimic-cxr-jpg']!();
    const table = { 'train.csv': made['chexpert-small']!()[chexpertTable]! };
    const by = 'physionet.org/files/mimic-cxr-jpg/2.1.0/mimic-cxr-2.0.0-metadata.csv.gz';
    expect(await rivals({ ...jpg, ...table })).toEqual({
      reader: 'mimic-cxr-jpg',
      rivals: [{ taken: 'MIMIC-CXR-JPG', by, dataset: 'CheXpert', because: 'train.csv' }],
    });
    expect((await rivals(jpg)).rivals).toEqual([]);
  });

  it('the sample of the NIH images beside the whole of them', async () => {
    expect(await rivals({ ...made['nih-box']!(), ...made['nih-sample']!() })).toEqual({
      reader: 'nih-cxr14',
      rivals: [
        {
          taken: 'NIH ChestX-ray14',
          by: 'CXR8/Data_Entry_2017_v2020.csv',
          dataset: 'NIH Chest X-rays (Kaggle, sample)',
          because: 'sample/sample_labels.csv',
        },
      ],
    });
  });

  it("an older list of three classes beside COVIDx CXR-4's of two", async () => {
    const older = made['covidx-three-classes']!()['labels/train_COVIDx9A.txt']!;
    expect(await rivals({ ...made['covidx-cxr4']!(), 'train_COVIDx9A.txt': older })).toEqual({
      reader: 'covidx',
      rivals: [
        {
          taken: 'COVIDx CXR-4',
          by: 'train.txt',
          dataset: 'COVIDx: normal / pneumonia / COVID-19',
          because: 'train_COVIDx9A.txt',
        },
      ],
    });
  });

  it('two sizes of CheXpert', async () => {
    const small = made['chexpert-small']!();
    const full = renamed((path) => path.replace('-small', ''))(small);
    const title = 'CheXpert';
    expect((await rivals({ ...small, ...full })).rivals).toEqual([
      { taken: title, by: chexpertTable, dataset: title, because: 'CheXpert-v1.0/train.csv' },
    ]);
  });
});

describe('labels that were mined from texts', () => {
  it.each([
    ['mimic-both', { targets: 'chexpert, negbio', fields: 'findings, impression, remark' }],
    ['indiana-kaggle', { targets: 'abnormal, problems', fields: 'findings, impression' }],
    ['mimic-cxr-jpg', undefined],
    ['indiana-r2gen', undefined],
  ])('of %s are told where the texts are there too', async (name, told) => {
    const { inspection, table } = await readMade(name);
    expect(evidence(inspection, 'labels-from-text')).toEqual(told);
    // What is read unless somebody chooses gives nothing away.
    for (const column of table.labels) expect(textNotices(column, 'indication')).toEqual([]);
    for (const field of told?.fields.split(', ') ?? [])
      expect(textNotices(table.labels[0]!, field)).toEqual([{ kind: 'text-tells-label', field }]);
  });
});

it.each([
  ['nih-box', 'RSNA Pneumonia Detection 2018'],
  ['rsna-pneumonia', 'NIH ChestX-ray14'],
  ['covidx-cxr4', 'RSNA Pneumonia Detection 2018'],
  ['tb-chest', 'RSNA Pneumonia Detection 2018'],
  ['vinbigdata', 'VinDr-CXR'],
])('%s says that %s has many of the same images', async (name, dataset) => {
  const { inspection } = await readMade(name);
  expect(evidence(inspection, 'overlaps-with')).toEqual({ dataset });
});

it('files that a system or a broken download left are nobody’s', async () => {
  const whole = madeDatasets['chexpert-batches']!();
  const [image = ''] = Object.keys(whole).filter((path) => path.endsWith('.jpg'));
  const torn = new Uint8Array([1]);
  const left = [`__MACOSX/${image}`, '.DS_Store', image.replace('view1', '._view1'), 'index.html'];
  const partial = image.replace('view1', '.azDownload-1-view1');
  const extra = Object.fromEntries([...left, partial].map((path) => [path, torn]));
  const file = new Blob([zipSync({ ...extra, ...whole }) as Uint8Array<ArrayBuffer>]);
  const recognised = await read(openSource({ kind: 'archive', name: 'a.zip', file }));
  expect(recognised.inspection.rejected).toEqual([]);
  expect(recognised.table.ids).toContain(image);
  expect(summaryOf(recognised)).toEqual(expected('chexpert', 'chexpert-batches'));
});

it('a byte order mark is no part of the first heading', async () => {
  const marked = edited(/Data_Entry/, (text) => `\ufeff${text}`);
  const recognised = await readMade('nih-box', marked);
  expect(summaryOf(recognised)).toEqual(expected('nih_cxr14', 'nih-box'));
});

describe('a wrong folder', () => {
  it('with the table of another dataset says that no image of it is there', async () => {
    const files = { ...without(/csv$/)(madeDatasets['nih-box']!()) };
    const chexpert = madeDatasets['chexpert-small']!();
    files['train.csv'] = chexpert['CheXpert-v1.0-small/train.csv']!;
    expect(await problemOf(memorySource('mixed', files))).toMatchObject({ kind: 'missing-file' });
  });

  it('is read as what else it may be, with what kept the dataset from being read', async () => {
    const chexpert = madeDatasets['chexpert-small']!();
    const source = folder(['ill/a.png', 'ill/b.png', 'well/c.png', 'well/d.png'], {
      'train.csv': chexpert['CheXpert-v1.0-small/train.csv']!,
    });
    const { inspection } = await read(source);
    expect(inspection.reader).toBe('class-folders');
    expect(inspection.rejected[0]).toMatchObject({ kind: 'missing-file' });
  });

  it.each(['chexpert-small', 'nih-box', 'rsna-pneumonia', 'covidx-cxr4', 'tb-chest', 'vindr-mammo'])(
    'of %s without any image says so',
    async (name) => {
      const files = without(/\.(?:jpg|png|dcm|dicom)$/)(madeDatasets[name]!());
      expect(await problemOf(memorySource(name, files))).toMatchObject({ kind: 'no-images' });
    },
  );
});

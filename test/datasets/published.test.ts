/** What holds for all published datasets alike: in a zip, beside another one, and where nothing fits. */
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import { zipSync } from './generate/zip.ts';
import { readMade, summaryOf, without } from './made.ts';
import { folder, problemOf, read } from './sources.ts';

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
      parameters: { dataset: 'nih-cxr14', because: 'CXR8/Data_Entry_2017_v2020.csv' },
    });
  });

  it('can be told apart by hand', async () => {
    const { inspection } = await read(both(), { reader: 'nih-cxr14' });
    expect(inspection).toMatchObject({ reader: 'nih-cxr14', title: 'NIH ChestX-ray14' });
  });
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

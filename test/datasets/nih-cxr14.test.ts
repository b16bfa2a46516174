import { describe, expect, it } from 'vitest';
import { gz, type MadeFiles } from './generate/files.ts';
import { tar } from './generate/tar.ts';
import { zipSync } from './generate/zip.ts';
import { edited, expected, labelsOf, readMade, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('NIH ChestX-ray14', () => {
  it.each([
    ['nih-box', 'NIH ChestX-ray14'],
    ['nih-kaggle', 'NIH Chest X-rays (Kaggle)'],
    ['nih-sample', 'NIH Chest X-rays (Kaggle, sample)'],
    ['nih-224', 'NIH Chest X-rays (Kaggle, 224 px)'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({
      reader: 'nih-cxr14',
      title,
      sharing: 'caution',
      rejected: [],
    });
    expect(summaryOf(recognised)).toEqual(expected('nih_cxr14', name));
  });

  it('keeps all follow-ups of a patient in one split', async () => {
    const { table } = await readMade('nih-box');
    const rows = [...table.patients!.keys()].filter((row) => table.patients![row] === '3');
    expect(rows).toHaveLength(12);
    expect(new Set(rows.map((row) => table.officialSplits[row])).size).toBe(1);
  });

  it('takes the columns of boxes by their places, for their headings fall apart', async () => {
    const recognised = await readMade('nih-kaggle');
    const { table } = recognised;
    expect(table.boxes!.length).toBeGreaterThan(20);
    for (const { sample, x, y, width, height, className } of table.boxes!) {
      expect(x + width).toBeLessThanOrEqual(1024);
      expect(y + height).toBeLessThanOrEqual(1024);
      // Among the boxes it is called "Infiltrate", among the labels "Infiltration".
      expect(labelsOf(recognised, 'findings', sample)[className]).toBe(1);
      expect(table.boxSpaces![sample]).toEqual([1024, 1024]);
    }
    expect(table.boxes!.some(({ className }) => className === 'Infiltration')).toBe(true);
  });

  it.each([
    ['058Y', 58],
    ['006M', 0.5],
    ['011D', 11 / 365.25],
    ['414', null],
    ['57', 57],
  ])('reads the age %s', async (cell, years) => {
    const { table } = await readMade(
      'nih-box',
      edited(/Data_Entry/, (text) => text.replace(/^(.+\.png,[^,]*,0,1,)\d+/m, `$1${cell}`)),
    );
    expect(table.covariates!.age![0]).toEqual(years);
  });

  it('says what is not there without the lists and the boxes, and uses the rest', async () => {
    const { inspection } = await readMade('nih-box', without(/_list|BBox/));
    expect(inspection).toMatchObject({ reader: 'nih-cxr14', splits: null, boxes: 0 });
    const absent = inspection.evidence.filter(({ kind }) => kind === 'table-absent');
    expect(absent.map(({ parameters }) => parameters)).toEqual([
      { table: 'train_val_list.txt', gives: 'splits' },
      { table: 'test_list.txt', gives: 'splits' },
      { table: 'BBox_List_2017.csv', gives: 'boxes' },
    ]);
  });

  it('has a target of no finding or any, in which "No Finding" excludes all others', async () => {
    const recognised = await readMade('nih-box');
    const { values } = recognised.table.labels[1]!;
    values.forEach((value, row) => {
      const found = Object.values(labelsOf(recognised, 'findings', row)).includes(1);
      expect(value).toBe(found ? 1 : 0);
    });
  });

  it('takes patients from names of files where the table does not give them', async () => {
    const { table } = await readMade('nih-box');
    const blank = edited(/Data_Entry/, (text) => text.replace(/^(.+\.png,[^,]*,\d+,)\d+/gm, '$1'));
    expect((await readMade('nih-box', blank)).table.patients).toEqual(table.patients);
  });

  it('has no label for a row that says nothing, not even that nothing was found', async () => {
    const blank = edited(/Data_Entry/, (text) => text.replace(/^(.+\.png),[^,]*/m, '$1,'));
    const recognised = await readMade('nih-box', blank);
    expect(new Set(Object.values(labelsOf(recognised, 'findings', 0)))).toEqual(new Set([-1]));
    expect(recognised.table.labels[1]!.values[0]).toBe(-1);
  });

  it('is the same with images that are still packed as they were downloaded', async () => {
    const packed = (files: MadeFiles) => {
      const images = Object.entries(files).filter(([path]) => path.endsWith('.png'));
      const plain = images.map(([path, bytes]) => [path.replace('CXR8/', ''), bytes] as const);
      const half = Math.floor(plain.length / 2);
      return {
        ...without(/png$/)(files),
        'CXR8/images/images_001.tar.gz': gz(tar(Object.fromEntries(plain.slice(0, half)))),
        'CXR8/images/images_002.zip': zipSync(Object.fromEntries(plain.slice(half))),
      };
    };
    const recognised = await readMade('nih-box', packed);
    expect(summaryOf(recognised)).toEqual(expected('nih_cxr14', 'nih-box'));
  });

  it('is not parted by images that lie two folders down', async () => {
    const { inspection } = await readMade('nih-kaggle');
    expect(evidence(inspection, 'rows-without-image')).toBeUndefined();
    expect(evidence(inspection, 'overlaps-with')).toMatchObject({
      dataset: 'RSNA Pneumonia Detection 2018',
    });
  });
});

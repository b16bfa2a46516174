import { describe, expect, it } from 'vitest';
import { expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence, folder, read } from './sources.ts';

describe('TB Chest X-ray Database', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('tb-chest');
    expect(recognised.inspection).toMatchObject({ reader: 'tb-chest', rejected: [], patients: null });
    expect(summaryOf(recognised)).toEqual(expected('tb_chest', 'tb-chest'));
  });

  it('warns that the classes come from different sources', async () => {
    const { inspection } = await readMade('tb-chest');
    expect(evidence(inspection, 'class-follows-source')!.detail).toMatch(/^Normal: RSNA 3094/);
  });

  it('is ordered by class and number, and healthy comes first', async () => {
    const { table } = await readMade('tb-chest');
    expect(table.ids[9]).toMatch(/Normal-10\.png$/);
    expect(table.labels[0]!.target.classes).toEqual(['Normal', 'Tuberculosis']);
  });

  it('does without its workbooks as long as its folder has its name', async () => {
    const named = await readMade('tb-chest', without(/xlsx/));
    expect(named.inspection).toMatchObject({ reader: 'tb-chest', samples: 230, covariates: [] });
    const nameless = (path: string) => path.replace('TB_Chest_Radiography_Database', 'x');
    const other = await readMade('tb-chest', (files) => renamed(nameless)(without(/xlsx/)(files)));
    expect(other.inspection.reader).toBe('class-folders');
  });

  it('is not taken for the set of the same author that has COVID-19 too', async () => {
    const paths = ['COVID', 'Normal', 'Tuberculosis'].flatMap((name) =>
      [1, 2].map((i) => `${name}/${i}.png`),
    );
    const { inspection } = await read(folder(paths, { 'Normal.metadata.xlsx': 'x' }));
    expect(inspection.reader).toBe('class-folders');
  });
});

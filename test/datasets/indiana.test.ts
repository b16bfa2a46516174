import { describe, expect, it } from 'vitest';
import { expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('Indiana University chest X-rays', () => {
  it.each([
    ['indiana-kaggle', 'Indiana University chest X-rays'],
    ['indiana-xml', 'Indiana University chest X-rays (Open-i)'],
    ['indiana-r2gen', 'Indiana University chest X-rays (R2Gen)'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({
      reader: 'indiana',
      title,
      rejected: [],
      patients: null,
    });
    expect(summaryOf(recognised)).toEqual(expected('indiana', name));
  });

  it('joins one report to all images of its study, which stay together', async () => {
    const { table } = await readMade('indiana-kaggle');
    const at = table.studies!.findIndex((study, row) => study === table.studies![row + 1]);
    expect(table.text.indication![at]).toBe(table.text.indication![at + 1]);
  });

  it('says how many reports have no image', async () => {
    const { inspection } = await readMade('indiana-kaggle');
    expect(evidence(inspection, 'rows-without-image')).toMatchObject({ rows: 8, of: 200 });
  });

  it('takes "image" for the name of the exam, not of a file', async () => {
    const { inspection, table } = await readMade('indiana-kaggle');
    expect(table.covariates!.exam![0]).toBe('Xray Chest PA and Lateral');
    expect(inspection.rejected).toEqual([]);
  });

  it('keeps what was removed, quotation marks, commas and lines in a cell', async () => {
    const { table } = await readMade('indiana-kaggle');
    expect(table.text.indication![0]).toMatch(/^XXXX-year-old (?:fe)?male, "chest pain", cough$/);
    expect(
      table.text.findings!.some((text) => text.includes('\n') && text.includes('pneumothorax')),
    ).toBe(true);
  });

  it('finds images without the inner extension, in any folder', async () => {
    const { inspection } = await readMade(
      'indiana-kaggle',
      renamed((path) => path.replace('images_normalized/', '').replace('.dcm.png', '.png')),
    );
    expect(inspection).toMatchObject({ reader: 'indiana', rejected: [] });
  });

  it('reads the study out of the names of images without the table of projections', async () => {
    const { inspection } = await readMade('indiana-kaggle', without(/projections/));
    const whole = await readMade('indiana-kaggle');
    expect(inspection.samples).toBe(whole.inspection.samples);
    expect(evidence(inspection, 'table-absent')).toMatchObject({ gives: 'details' });
  });

  it('is texts alone without images', async () => {
    const { inspection, table } = await readMade('indiana-kaggle', without(/\.png$/));
    expect(table.images).toBeNull();
    expect(inspection.samples).toBe(200);
  });

  it('knows that its labels were chosen from its reports', async () => {
    const { table, inspection } = await readMade('indiana-kaggle');
    expect(table.labels[0]!.minedFrom).toContain('findings');
    expect(inspection.text[0]!.name).toBe('indication');
  });
});

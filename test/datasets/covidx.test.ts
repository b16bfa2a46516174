import { describe, expect, it } from 'vitest';
import { edited, expected, readMade, renamed, summaryOf } from './made.ts';
import { evidence } from './sources.ts';

describe('COVIDx', () => {
  it.each([
    ['covidx-cxr4', 'COVIDx CXR-4'],
    ['covidx-three-classes', 'COVIDx'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: 'covidx', title, rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('covidx', name));
  });

  it('reads the first line too, for there is no heading', async () => {
    const { table } = await readMade('covidx-cxr4');
    const first = ['train', 'val', 'test'].map((split) =>
      table.officialSplits.indexOf(split as 'train'),
    );
    expect(first).toEqual([0, 220, 280]);
    expect(table.ids[0]).toBe('train/COVID(500).png');
  });

  it('keeps names apart that differ only behind a dot', async () => {
    const { table } = await readMade('covidx-cxr4');
    expect(table.ids.filter((id) => /1-s2\.0-S/.test(id)).length).toBe(85);
    expect(new Set(table.ids).size).toBe(table.length);
  });

  it('tells patients of two sources apart that have one number', async () => {
    const { table } = await readMade('covidx-cxr4');
    const numbers = (source: string) =>
      table.patients!.filter((one) => one.startsWith(source)).map((one) => one.split('/')[1]!);
    const shared = numbers('cohen/').find((number) => numbers('ricord/').includes(number))!;
    const split = table.patients!.filter((one) => one.endsWith(`/${shared}`));
    expect(new Set(split)).toEqual(new Set([`cohen/${shared}`, `ricord/${shared}`]));
  });

  it('takes the misspelt source for the one that is meant', async () => {
    const { table } = await readMade('covidx-cxr4');
    expect(table.covariates!.source).not.toContain('rnsa');
  });

  it('warns that the classes come from different sources', async () => {
    const { inspection } = await readMade('covidx-cxr4');
    expect(evidence(inspection, 'class-follows-source')!.detail).toMatch(/^negative: rsna \d+/);
  });

  it('finds images that all lie in one folder', async () => {
    const { inspection } = await readMade(
      'covidx-cxr4',
      renamed((path) => path.replace(/^(?:train|val|test)\//, 'all/')),
    );
    expect(inspection).toMatchObject({ reader: 'covidx', rejected: [] });
  });

  it('reads the oldest lists, which name no source', async () => {
    const whole = await readMade('covidx-three-classes');
    const { table } = await readMade(
      'covidx-three-classes',
      edited(/9A\.txt$/, (text) => text.replaceAll(' rsna', '')),
    );
    expect(table.length).toBe(240);
    expect(table.labels[0]!.values).toEqual(whole.table.labels[0]!.values);
    expect(table.covariates).toBeUndefined();
  });

  it('names a line that is no sample, and uses the rest', async () => {
    const { inspection } = await readMade(
      'covidx-cxr4',
      edited(/^val\.txt$/, (text) => `${text}what is this line\n`),
    );
    expect(inspection.rejected).toEqual([
      { kind: 'damaged-table', file: 'val.txt', parameters: { row: 61, detail: 'what is this line' } },
    ]);
    expect(inspection.samples).toBe(340);
  });
});

import { describe, expect, it } from 'vitest';
import { expected, readMade, renamed, summaryOf } from './made.ts';

describe('GMAI-MMBench', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('gmai-mmbench');
    expect(recognised.inspection).toMatchObject({ reader: 'gmai-mmbench', rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('gmai_mmbench', 'gmai-mmbench'));
  });

  it('puts part 2 before part 11, and leaves options out that say None', async () => {
    const { table } = await readMade('gmai-mmbench');
    expect(table.ids[30]).toBe('GMAI_mm_bench_TEST_part_2.tsv/2');
    expect(table.text.options![80]).toMatch(/^A\. \w+\nB\. \w+\nC\. \w+\nD\. \w+$/);
  });

  it('has no answers for the test part', async () => {
    const { inspection } = await readMade('gmai-mmbench');
    const option = inspection.targets.find(({ name }) => name === 'option')!;
    expect(option).toMatchObject({ classes: ['A', 'B', 'C', 'D'], missing: 80 });
  });

  it('keeps questions of one image together, which is written once', async () => {
    const { table } = await readMade('gmai-mmbench');
    expect(table.images![9]).toMatchObject({ row: 8 });
    expect(table.studies![9]).toBe(table.studies![8]);
    expect(table.studies![8]).not.toBe(table.studies![7]);
  });

  it('is known by the name that VLMEvalKit gives it', async () => {
    const hyphens = (path: string) => path.replace('GMAI_mm_bench', 'GMAI-MMBench');
    const { inspection } = await readMade('gmai-mmbench', renamed(hyphens));
    expect(inspection).toMatchObject({ reader: 'gmai-mmbench', samples: 230 });
  });
});

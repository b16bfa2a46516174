import { describe, expect, it } from 'vitest';
import { expected, readMade, renamed, summaryOf } from './made.ts';
import { evidence } from './sources.ts';

describe('PMC-OA', () => {
  it.each(['pmc-oa', 'pmc-oa-splits'])(
    '%s is recognised, joined and counted as pandas counts it',
    async (name) => {
      const recognised = await readMade(name);
      expect(recognised.inspection).toMatchObject({ reader: 'pmc-oa', title: 'PMC-OA' });
      expect(summaryOf(recognised)).toEqual(expected('pmc_oa', name));
    },
  );

  it('keeps articles and figures together', async () => {
    const { table } = await readMade('pmc-oa');
    expect(table.patients!.slice(1, 3)).toEqual(['PMC212001', 'PMC212001']);
    expect(table.studies![1]).toBe('PMC212001_Fig3');
  });

  it('finds images wherever they were unpacked, and rejects lines without one by themselves', async () => {
    const flat = (path: string) => path.replace(/caption_T060[^/]*\//, '');
    const { inspection } = await readMade('pmc-oa', renamed(flat));
    expect(inspection).toMatchObject({ reader: 'pmc-oa', images: inspection.samples });
    expect(inspection.rejected.length).toBeGreaterThan(5);
  });

  it('of both editions takes the one whose captions were cut, and says that there is another', async () => {
    const { inspection } = await readMade('pmc-oa', (files) => ({
      ...files,
      'pmc_oa_beta.jsonl': Object.entries(files).find(([path]) => path.endsWith('pmc_oa.jsonl'))![1],
    }));
    expect(inspection.title).toBe('PMC-OA');
    expect(evidence(inspection, 'could-also-be')).toMatchObject({
      dataset: 'PMC-OA (beta)',
      because: 'pmc_oa_beta.jsonl',
    });
  });

  it('is known as beta by its name', async () => {
    const beta = (path: string) => path.replace('pmc_oa.jsonl', 'pmc_oa_beta.jsonl');
    const { inspection } = await readMade('pmc-oa', renamed(beta));
    expect(inspection.title).toBe('PMC-OA (beta)');
  });
});

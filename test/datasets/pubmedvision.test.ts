import { describe, expect, it } from 'vitest';
import { edited, expected, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('PubMedVision', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('pubmedvision');
    expect(recognised.inspection).toMatchObject({ reader: 'pubmedvision', sharing: 'caution' });
    expect(recognised.inspection.rejected).toHaveLength(1);
    expect(summaryOf(recognised)).toEqual(expected('pubmedvision', 'pubmedvision'));
  });

  it('keeps both lists about a figure together, and all images of a record', async () => {
    const { inspection, table } = await readMade('pubmedvision');
    expect(table.studies!.filter((study) => study === 'pmc_10')).toHaveLength(2);
    expect(evidence(inspection, 'further-images')).toEqual({
      samples: 45,
      example: 'images/pmc_0_0.jpg; images/pmc_0_1.jpg',
    });
    expect(inspection.several).toBe(true);
    expect(table.images!.slice(0, 2)).toEqual([
      { kind: 'file', path: 'images/pmc_0_0.jpg', further: ['images/pmc_0_1.jpg'] },
      { kind: 'file', path: 'images/pmc_1_0.jpg' },
    ]);
  });

  it('names a further image that is not there', async () => {
    const { table } = await readMade('pubmedvision', without(/pmc_0_1/));
    expect(table.images![0]).toMatchObject({ further: ['images/pmc_0_1.jpg'] });
  });

  it('finds images that were unpacked somewhere else', async () => {
    const { inspection } = await readMade(
      'pubmedvision',
      renamed((path) => path.replace('images/', 'unpacked/images_3/')),
    );
    expect(inspection.samples).toBe(224);
  });

  it('takes an image that is no list, as in what others made of it', async () => {
    const { inspection, table } = await readMade(
      'pubmedvision',
      edited(/json$/, (text) => text.replace(/\[\s*("images\/[^"]*")\s*\]/g, '$1')),
    );
    expect(inspection).toMatchObject({ reader: 'pubmedvision', samples: 224 });
    expect(table.images![2]).toEqual({ kind: 'file', path: 'images/pmc_2_0.jpg' });
  });

  it('reads no list of another shape as conversations', async () => {
    const { inspection } = await readMade('pubmedvision', (files) => ({
      ...files,
      'PubMedVision_Original_Caption.json': new TextEncoder().encode(
        '[{"id": "x", "image": ["images/pmc_2_0.jpg"], "caption": "a"}]',
      ),
    }));
    expect(inspection).toMatchObject({ reader: 'pubmedvision', samples: 224 });
  });

  it('does without modality and body part, as first published', async () => {
    const { inspection } = await readMade(
      'pubmedvision',
      edited(/json$/, (text) => text.replace(/,\s*"(?:modality|body_part)": "[^"]*"/g, '')),
    );
    expect(inspection).toMatchObject({ reader: 'pubmedvision', samples: 224 });
    expect(inspection.targets.map(({ name }) => name)).toEqual(['own answer']);
  });
});

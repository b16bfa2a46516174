import { describe, expect, it } from 'vitest';
import { letterOf } from '../../src/datasets/published/options.ts';
import { expected, labelsOf, readMade, summaryOf } from './made.ts';
import { evidence } from './sources.ts';

describe('OmniMedVQA', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('omnimedvqa');
    expect(recognised.inspection).toMatchObject({ reader: 'omnimedvqa', sharing: 'caution' });
    expect(summaryOf(recognised)).toEqual(expected('omnimedvqa', 'omnimedvqa'));
  });

  it('rejects what is of restricted access by itself', async () => {
    const { inspection } = await readMade('omnimedvqa');
    expect(inspection.rejected).toHaveLength(7);
    expect(inspection.rejected[0]).toMatchObject({ kind: 'missing-file', file: 'Images/MIMIC/0.jpg' });
    expect(evidence(inspection, 'rows-without-image')).toMatchObject({ rows: 7 });
  });

  it('finds the option whatever the case and full stop of the answer, and says where there is none', async () => {
    const { inspection } = await readMade('omnimedvqa');
    expect(evidence(inspection, 'answers-unmatched')).toEqual({ rows: 1, example: 'by hand' });
  });

  it('finds an option that is spelt with other marks, unless two are', () => {
    const options = [
      ['A', 'X-ray'],
      ['B', 'CT scan'],
      ['C', '＋'],
    ] as const;
    expect(letterOf('x_ray.', options)).toBe('A');
    expect(letterOf('CT-scan', options)).toBe('B');
    expect(letterOf('xray', [...options, ['D', 'X ray']])).toBeNull();
    expect(letterOf('x ray', [...options, ['D', 'X ray']])).toBe('D');
    expect(letterOf('-', options)).toBeNull();
  });

  it('takes the modality from the record that calls it otherwise, and without a bracket', async () => {
    const { inspection, table } = await readMade('omnimedvqa');
    const modality = inspection.targets.find(({ name }) => name === 'modality')!;
    expect(modality).toMatchObject({ classes: ['CT', 'OCT', 'X-Ray'], missing: 0 });
    expect(table.text.options![1]).toBe('A. CT(Computed Tomography)\nB. Magnetic resonance');
  });

  it('keeps the questions of an image together', async () => {
    const recognised = await readMade('omnimedvqa');
    expect(recognised.table.studies![1]).toBe(recognised.table.studies![0]);
    expect(new Set(recognised.table.studies).size).toBe(180);
    expect(labelsOf(recognised, 'option', 1)).toMatchObject({ A: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { edited, expected, readMade, summaryOf } from './made.ts';
import { evidence } from './sources.ts';

describe('object-CXR', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('object-cxr');
    expect(recognised.inspection).toMatchObject({
      reader: 'object-cxr',
      sharing: 'caution',
      rejected: [],
    });
    expect(summaryOf(recognised)).toEqual(expected('object_cxr', 'object-cxr'));
  });

  it('tells rectangles, ellipses and polygons apart', async () => {
    const { table } = await readMade('object-cxr');
    const count = (shape: string) => table.boxes!.filter((box) => box.shape === shape).length;
    expect(count('rectangle')).toBeGreaterThan(20);
    expect(count('ellipse')).toBeGreaterThan(20);
    expect(count('polygon')).toBeGreaterThan(20);
    const polygon = table.boxes!.find(({ shape }) => shape === 'polygon')!;
    expect(polygon.points).toHaveLength(8);
  });

  it('keeps corners of polygons inside the image', async () => {
    const { table } = await readMade('object-cxr');
    const points = table.boxes!.flatMap((box) => box.points ?? []);
    expect(Math.min(...points)).toBe(0);
  });

  it('keeps names as they are, with their zeros', async () => {
    const { table } = await readMade('object-cxr');
    expect(table.ids[0]).toMatch(/train\/00001\.jpg$/);
  });

  it('says which outlines it can make nothing of', async () => {
    const { inspection } = await readMade(
      'object-cxr',
      edited(/dev\.csv/, (text) => text.replace(/^(.*jpg),\d/m, '$1,7')),
    );
    expect(evidence(inspection, 'boxes-left-out')).toMatchObject({ boxes: 1 });
  });
});

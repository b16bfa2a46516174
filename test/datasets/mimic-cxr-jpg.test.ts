import { describe, expect, it } from 'vitest';
import { edited, expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';
import { gunzipSync } from 'node:zlib';

/** Every packed table as people have it who unpacked it. */
const unpacked = (files: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, bytes]) =>
      path.endsWith('.csv.gz')
        ? [path.replace('.gz', ''), new Uint8Array(gunzipSync(bytes))]
        : [path, bytes],
    ),
  );

describe('MIMIC-CXR-JPG', () => {
  it.each([
    ['mimic-cxr-jpg', 'MIMIC-CXR-JPG'],
    ['mimic-both', 'MIMIC-CXR-JPG with the reports of MIMIC-CXR'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({
      reader: 'mimic-cxr-jpg',
      title,
      sharing: 'forbidden',
      rejected: [],
    });
    expect(summaryOf(recognised)).toEqual(expected('mimic_cxr', name));
  });

  it('is the same with tables that were unpacked and folders that were left out', async () => {
    const { inspection } = await readMade('mimic-cxr-jpg', (files) =>
      renamed((path) => path.replace(/^physionet.org\/files\/|files\/(?=p1)/g, ''))(unpacked(files)),
    );
    const asMade = await readMade('mimic-cxr-jpg');
    expect(inspection.targets).toEqual(asMade.inspection.targets);
    expect(inspection.samples).toBe(asMade.inspection.samples);
  });

  it('carries the labels of a study to each of its images', async () => {
    const recognised = await readMade('mimic-cxr-jpg');
    const { studies, covariates } = recognised.table;
    expect(studies![0]).toBe(studies![1]);
    expect(covariates!.view!.slice(0, 2)).toEqual(['PA', 'LATERAL']);
    expect(labelsOf(recognised, 'chexpert', 0)).toEqual(labelsOf(recognised, 'chexpert', 1));
  });

  it('has no label for a study without a row, which is not the same as no finding mentioned', async () => {
    const recognised = await readMade('mimic-cxr-jpg', unpacked);
    const { studies } = recognised.table;
    const third = [...new Set(studies)][2]!;
    const row = studies!.indexOf(third);
    expect(new Set(Object.values(labelsOf(recognised, 'chexpert', row)))).toEqual(new Set([-1]));
    expect(Object.values(labelsOf(recognised, 'chexpert', 0))).toContain(-3);
  });

  it('takes "validate" for val', async () => {
    const { table } = await readMade('mimic-cxr-jpg');
    expect(table.officialSplits[0]).toBe('val');
  });

  it('takes "Airspace Opacity" of the radiologists for "Lung Opacity"', async () => {
    const recognised = await readMade('mimic-cxr-jpg');
    const labelled = recognised.table.officialSplits.flatMap((split, row) =>
      split === 'test' ? [labelsOf(recognised, 'radiologist', row)['Lung Opacity']] : [],
    );
    expect(labelled).toContain(1);
    expect(labelled).not.toContain(-1);
  });

  it('keeps a blank view apart from all views', async () => {
    const { table } = await readMade('mimic-cxr-jpg');
    const { view, plane } = table.covariates!;
    const blank = view!.indexOf(null);
    expect(blank).toBeGreaterThan(0);
    expect(plane![blank]).toBeNull();
  });

  it('takes the pictures where DICOM of the same images lies beside them, and is no second dataset', async () => {
    const { inspection, table } = await readMade('mimic-both');
    expect(table.images!.every(({ path }) => path.endsWith('.jpg'))).toBe(true);
    expect(evidence(inspection, 'could-also-be')).toBeUndefined();
  });

  it('offers what gives no label away as the first text', async () => {
    const { inspection, table } = await readMade('mimic-both');
    expect(inspection.text[0]!.name).toBe('indication');
    expect(table.text.indication![0]).toMatch(/^___ year old/);
    expect(table.labels[0]!.minedFrom).toContain('impression');
    expect(table.labels[2]!.minedFrom).toBeUndefined();
  });

  it.each([
    ['metadata', /-metadata/, 'details'],
    ['split', /-split/, 'splits'],
    ['chexpert', /-chexpert/, 'labels'],
  ])('goes on without the table of %s and says what is lost', async (_, table, gives) => {
    const { inspection } = await readMade('mimic-cxr-jpg', without(table));
    const whole = await readMade('mimic-cxr-jpg');
    expect(inspection).toMatchObject({ reader: 'mimic-cxr-jpg', samples: whole.inspection.samples });
    expect(inspection.evidence).toContainEqual(
      expect.objectContaining({
        kind: 'table-absent',
        parameters: expect.objectContaining({ gives }) as unknown,
      }),
    );
  });

  it('reads who an image is of from its path where no table of images is left', async () => {
    const { inspection } = await readMade('mimic-cxr-jpg', without(/-metadata|-split/));
    const whole = await readMade('mimic-cxr-jpg');
    expect(inspection).toMatchObject({
      samples: whole.inspection.samples,
      patients: whole.inspection.patients,
      splits: null,
    });
  });

  it('uses the rows in front of where a table breaks off, and says that it does', async () => {
    const { inspection } = await readMade('mimic-cxr-jpg', (files) =>
      Object.fromEntries(
        Object.entries(files).map(([path, bytes]) =>
          path.includes('-chexpert') ? [path, bytes.slice(0, bytes.length - 400)] : [path, bytes],
        ),
      ),
    );
    expect(inspection.reader).toBe('mimic-cxr-jpg');
    expect(inspection.rejected.map(({ file }) => file)).toEqual([
      expect.stringContaining('-chexpert.csv.gz') as unknown,
    ]);
  });

  it('names a column that was renamed', async () => {
    const { inspection } = await readMade('mimic-cxr-jpg', (files) =>
      edited(/-metadata/, (text) => text.replace('dicom_id', 'image'))(unpacked(files)),
    );
    expect(inspection.rejected).toContainEqual(
      expect.objectContaining({
        kind: 'missing-column',
        parameters: expect.objectContaining({ column: 'dicom_id' }) as unknown,
      }),
    );
  });

  it('finds nothing to learn from without images', async () => {
    await expect(readMade('mimic-cxr-jpg', without(/\.jpg$/))).rejects.toMatchObject({
      problem: { kind: 'no-images' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/domain/index.ts';
import { makeSplits } from '../../src/datasets/index.ts';
import { edited, expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

describe('CheXpert', () => {
  it.each(['chexpert-small', 'chexpert-batches', 'chexpert-test'])(
    '%s is recognised, joined and counted as pandas counts it',
    async (name) => {
      const recognised = await readMade(name);
      expect(recognised.inspection).toMatchObject({
        reader: 'chexpert',
        title: 'CheXpert',
        sharing: 'forbidden',
        rejected: [],
      });
      expect(summaryOf(recognised)).toEqual(expected('chexpert', name));
    },
  );

  it('keeps yes, no, uncertain and not mentioned apart', async () => {
    const source = edited(/train\.csv$/, (text) => {
      const [header, first = ''] = text.split('\n');
      const path = first.split(',')[0]!;
      return `${header}\n${path},Male,50,Frontal,AP,1.0,0.0,-1.0,,1.0,,,,,,,,,\n`;
    });
    const recognised = await readMade('chexpert-small', source);
    expect(labelsOf(recognised, 'findings', 0)).toMatchObject({
      'No Finding': 1,
      'Enlarged Cardiomediastinum': 0,
      Cardiomegaly: -2,
      'Lung Opacity': -3,
      'Lung Lesion': 1,
    });
  });

  it('leaves the view of a lateral image to its plane, whose AP/PA is blank', async () => {
    const { table } = await readMade('chexpert-small');
    const { view, plane } = table.covariates!;
    const laterals = plane!.flatMap((one, row) => (one === 'lateral' ? [view![row]] : []));
    expect(laterals.length).toBeGreaterThan(10);
    expect(new Set(laterals)).toEqual(new Set([null]));
  });

  it('finds images whose folder has another name than the paths in the table', async () => {
    const { inspection } = await readMade(
      'chexpert-small',
      renamed((path) => `data/${path.replace('CheXpert-v1.0-small', 'my copy')}`),
    );
    expect(inspection).toMatchObject({ reader: 'chexpert', samples: 408, rejected: [] });
  });

  it('uses what is there of a partial download, and says what is not', async () => {
    const { inspection } = await readMade('chexpert-batches', without(/batch [34]/));
    const gone = evidence(inspection, 'rows-without-image')!;
    expect(inspection.samples).toBeGreaterThan(40);
    expect(gone.rows + inspection.samples).toBe(gone.of);
    expect(inspection.rejected).toHaveLength(gone.rows);
    expect(inspection.rejected[0]).toMatchObject({ kind: 'missing-file' });
  });

  it('never parts a patient, who may have many studies', async () => {
    const { table } = await readMade('chexpert-small');
    const { target } = table.labels[0]!;
    const made = makeSplits(table, target, defaultRecipe.split, 3);
    const splitsOf = new Map<string, Set<unknown>>();
    table.patients!.forEach((patient, row) => {
      if (made[row] === null) return;
      splitsOf.set(patient, (splitsOf.get(patient) ?? new Set()).add(made[row]));
    });
    expect([...splitsOf.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set(made.filter((one) => one !== null))).toEqual(new Set(['train', 'val', 'test']));
  });

  it('leaves a table alone that has the name of its test labels and more than they have', async () => {
    const table = 'patient,Path,Sex,Enlarged Cardiomediastinum,Support Devices\n1,a.png,F,1,0\n';
    const more = { 'else/test_labels.csv': new TextEncoder().encode(table) };
    const { inspection } = await readMade('chexpert-small', (files) => ({ ...files, ...more }));
    expect(inspection).toMatchObject({ samples: 408, rejected: [] });
  });

  it('names a renamed column, and reads what is left as a table', async () => {
    const { inspection } = await readMade(
      'chexpert-small',
      edited(/train\.csv$/, (text) => text.replace('Path,', 'File,')),
    );
    expect(inspection.reader).toBe('table');
    expect(inspection.rejected).toContainEqual({
      kind: 'missing-column',
      file: 'CheXpert-v1.0-small/train.csv',
      parameters: expect.objectContaining({ column: 'Path' }) as unknown,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/domain/index.ts';
import { makeSplits, settleLabels } from '../../src/datasets/index.ts';
import { readImage } from '../../src/formats/index.ts';
import {
  edited,
  expected,
  labelsOf,
  madeSource,
  readMade,
  renamed,
  summaryOf,
  without,
} from './made.ts';
import { evidence } from './sources.ts';

describe.each([
  ['vindr-cxr', 'vindr-cxr', 'VinDr-CXR'],
  ['vinbigdata', 'vindr-cxr', 'VinBigData Chest X-ray Abnormalities (Kaggle, from VinDr-CXR)'],
  ['vindr-pcxr', 'vindr-pcxr', 'VinDr-PCXR'],
  ['vindr-spinexr', 'vindr-spinexr', 'VinDr-SpineXR'],
  ['vindr-mammo', 'vindr-mammo', 'VinDr-Mammo'],
])('%s', (name, reader, title) => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader, title, sharing: 'forbidden', rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('vindr', name));
  });

  it('is found in other folders, with images that were converted', async () => {
    const { inspection } = await readMade(
      name,
      renamed((path) => `a/b/${path.replace('.dicom', '.png')}`),
    );
    const asMade = await readMade(name);
    expect(inspection).toMatchObject({ reader, samples: asMade.inspection.samples, rejected: [] });
  });
});

describe('several readers of one image', () => {
  it('are three rows and one sample', async () => {
    const recognised = await readMade('vindr-cxr');
    const { inspection, table } = recognised;
    expect(new Set(table.ids).size).toBe(table.length);
    expect(inspection.targets[0]!.readers.length).toBeGreaterThan(10);
    expect(evidence(inspection, 'several-readers')).toMatchObject({ samples: 150 });
  });

  it('are settled as the recipe says', async () => {
    const { table } = await readMade('vinbigdata');
    const positives = (readers: string) => {
      const { values } = settleLabels(table.labels[0]!, { ...defaultRecipe.labels, readers });
      return values.filter((value) => value === 1).length;
    };
    expect(positives('any')).toBeGreaterThan(positives('majority'));
    const only = settleLabels(table.labels[0]!, { ...defaultRecipe.labels, readers: 'R3' });
    expect(only.values).toContain(-1);
  });

  it('keep their boxes apart', async () => {
    const { table } = await readMade('vindr-cxr');
    const first = table.boxes!.filter(({ sample }) => sample === table.boxes![0]!.sample);
    expect(new Set(first.map(({ reader }) => reader)).size).toBeGreaterThan(1);
    const test = table.boxes!.filter(({ sample }) => table.officialSplits[sample] === 'test');
    expect(new Set(test.map(({ reader }) => reader))).toEqual(new Set([null]));
  });
});

describe('VinDr-CXR', () => {
  it('has one class of what train calls "Other diseases" and test "Other disease"', async () => {
    const recognised = await readMade('vindr-cxr');
    const [target] = recognised.inspection.targets;
    const at = target!.classes.indexOf('Other diseases');
    expect(target!.classes).not.toContain('Other disease');
    expect(target!.counts.train[at]).toBeGreaterThan(0);
    expect(target!.counts.test[at]).toBeGreaterThan(0);
  });

  it('cuts boxes off at the edges that the header gives', async () => {
    const { table } = await readMade('vindr-cxr');
    for (const { x, y, width, height } of table.boxes!) {
      expect(x + width).toBeLessThanOrEqual(48);
      expect(y + height).toBeLessThanOrEqual(60);
    }
  });

  it('has pictures in JPEG 2000 and MONOCHROME1', async () => {
    const source = madeSource('vindr-cxr');
    const { table } = await readMade('vindr-cxr');
    const paths = table.images!.map(({ path }) => path);
    for (const path of paths.slice(0, 6)) {
      const pixels = await readImage(await source.open(path));
      expect(pixels.width).toBeGreaterThan(20);
    }
  });

  it('finds tables that were moved apart', async () => {
    const whole = await readMade('vindr-cxr');
    const { table } = await readMade(
      'vindr-cxr',
      renamed((path) => path.replace(/annotations\/(?=annotations_)/, 'boxes/')),
    );
    expect(table.boxes).toEqual(whole.table.boxes);
  });

  it('goes on without boxes', async () => {
    const { inspection } = await readMade('vindr-cxr', without(/annotations_/));
    expect(inspection).toMatchObject({ reader: 'vindr-cxr', samples: 150, boxes: 0 });
    expect(evidence(inspection, 'table-absent')).toMatchObject({ gives: 'boxes' });
  });
});

describe('VinBigData', () => {
  it('counts three rows of "No finding" as one image without any, and leaves the test images alone', async () => {
    const recognised = await readMade('vinbigdata');
    const { table, inspection } = recognised;
    expect(table.length).toBe(130);
    expect(inspection.targets[1]!.counts.train[0]).toBeGreaterThan(20);
    expect(table.boxes!.some(({ className }) => className === 'No finding')).toBe(false);
  });
});

describe('VinDr-PCXR', () => {
  it('takes "rad_ID" for no reader to choose, spells diseases as the files do, and lets two hold at once', async () => {
    const recognised = await readMade('vindr-pcxr');
    const [target] = recognised.inspection.targets;
    expect(target!.readers).toEqual([]);
    expect(target!.classes).toEqual(
      expect.arrayContaining(['Brocho-pneumonia', 'Diagphramatic hernia']) as unknown,
    );
    const two = recognised.table.ids.filter(
      (_, row) =>
        Object.values(labelsOf(recognised, 'diseases', row)).filter((one) => one === 1).length > 1,
    );
    expect(two.length).toBeGreaterThan(5);
    expect(recognised.table.boxes!.every(({ reader }) => reader === 'R1')).toBe(true);
  });

  it('has no box for an image without a finding, whether its cells are blank or 0', async () => {
    const { table, inspection } = await readMade('vindr-pcxr');
    expect(table.boxes!.every(({ className }) => className !== 'No finding')).toBe(true);
    expect(evidence(inspection, 'boxes-left-out')).toBeUndefined();
  });

  it('reads the age of a child in months', async () => {
    const { table } = await readMade('vindr-pcxr');
    expect(table.covariates!.age![0]).toBeCloseTo(1, 2);
  });

  it.each(['vindr-pcxr', 'vindr-cxr'])(
    '%s is told from the other, whose tables have the same names',
    async (name) => {
      const { inspection } = await readMade(name);
      expect(inspection.evidence.map(({ kind }) => kind)).not.toContain('could-also-be');
    },
  );
});

describe('VinDr-SpineXR', () => {
  it('drops boxes without an area, and says so', async () => {
    const { inspection, table } = await readMade('vindr-spinexr');
    expect(evidence(inspection, 'boxes-left-out')!.boxes).toBeGreaterThan(2);
    expect(table.boxes!.every(({ width, height }) => width >= 1e-3 && height >= 1e-3)).toBe(true);
  });

  it('keeps the images of a study together, for patients are not known', async () => {
    const { table } = await readMade('vindr-spinexr');
    const { target } = table.labels[0]!;
    const made = makeSplits(table, target, { use: 'made', val: 0.2, test: 0.2 }, 1);
    for (let row = 0; row < table.length; row += 2) {
      expect(table.studies![row]).toBe(table.studies![row + 1]);
      expect(made[row]).toBe(made[row + 1]);
    }
  });
});

describe('VinDr-Mammo', () => {
  it('reads lists as Python prints them: two categories of one box', async () => {
    const recognised = await readMade('vindr-mammo');
    const { boxes } = recognised.table;
    const twice = boxes!.find(
      (box) =>
        box.className === 'Suspicious Calcification' &&
        boxes!.some((other) => other.sample === box.sample && other.className === 'Mass'),
    )!;
    expect(labelsOf(recognised, 'findings', twice.sample)).toMatchObject({
      Mass: 1,
      'Suspicious Calcification': 1,
    });
  });

  it('cuts boxes off at the image, left of which some begin', async () => {
    const { table } = await readMade('vindr-mammo');
    expect(table.boxes!.some(({ x }) => x === 0)).toBe(true);
    for (const { sample, x, y, width, height } of table.boxes!) {
      const [wide, high] = table.boxSpaces![sample]!;
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(wide);
      expect(y + height).toBeLessThanOrEqual(high);
    }
  });

  it('has grades in their order, and calls the training part train', async () => {
    const { inspection } = await readMade('vindr-mammo');
    expect(inspection.targets[0]).toMatchObject({ name: 'BI-RADS', kind: 'ordinal' });
    expect(inspection.targets[1]!.classes).toEqual(['DENSITY A', 'DENSITY B', 'DENSITY C', 'DENSITY D']);
    expect(inspection.splits!.train.samples).toBeGreaterThan(0);
  });

  it('takes a patient for four views', async () => {
    const { table, inspection } = await readMade('vindr-mammo');
    expect(inspection.patients).toBe(table.length / 4);
  });

  it('finds headings that have blanks around them', async () => {
    const { table } = await readMade(
      'vindr-mammo',
      edited(/metadata/, (text) => text.replace("Patient's Age", " Patient's Age ")),
    );
    expect(table.covariates!.age!.some((age) => typeof age === 'number')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { Recognised } from '../../src/datasets/index.ts';
import type { SampleTable } from '../../src/domain/index.ts';
import { madeDatasets } from './generate/catalogue.ts';
import { gz, type MadeFiles } from './generate/files.ts';
import { edited, expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';
import { evidence } from './sources.ts';

const pathOf = (table: Recognised['table'], row: number) => {
  const image = table.images![row]!;
  return image.kind === 'file' ? image.path : '';
};

describe('published datasets', () => {
  it.each([
    ['medical-diff-vqa', 'forbidden'],
    ['cholec80', 'ask'],
    ['cholec80-vqa', 'caution'],
    ['adni', 'forbidden'],
  ])('%s is recognised, joined and counted as pandas counts it', async (name, sharing) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: name, sharing });
    expect(summaryOf(recognised)).toEqual(expected('clinical', name));
  });
});

describe('Medical-Diff-VQA', () => {
  it('takes the main image, which is the later one, and the reference one behind it where both are asked about', async () => {
    const { inspection, table } = await readMade('medical-diff-vqa');
    expect(inspection.several).toBe(true);
    expect(evidence(inspection, 'further-images')).toEqual({
      samples: 80,
      example: '50000001, 50000000',
    });
    const row = table.text.question!.findIndex((one) => one.startsWith('what has changed'));
    expect(table.ids[row]).toContain('mimic_pair_questions.csv');
    expect(table.studies![row]).toBe('50000001');
    const studyOf = (path: string) => /\/s(\d{8})\//.exec(path)?.[1];
    const orders = new Map(
      Object.entries(madeDatasets['medical-diff-vqa']!())
        .filter(([path]) => path.endsWith('mimic_all.csv'))
        .flatMap(([, bytes]) => new TextDecoder().decode(bytes).trim().split('\n'))
        .map((line) => line.split(','))
        .map((cells) => [cells[1], Number(cells[7])] as const),
    );
    for (const [at, image] of table.images!.entries()) {
      const further = image.kind === 'file' ? image.further : undefined;
      const main = studyOf(image.path);
      expect(main).toBe(table.studies![at]);
      const isOfBoth = table.text.question![at]!.startsWith('what has changed');
      expect(further?.length).toBe(isOfBoth ? 1 : undefined);
      const reference = studyOf(further?.[0] ?? '');
      if (reference === undefined) continue;
      expect(table.images![at]).toMatchObject({
        path: expect.stringContaining(table.patients![at]!) as string,
      });
      expect([orders.get(reference), orders.get(main)]).toEqual([1, 2]);
    }
  });

  it('names a reference image that is not there, so that the pair is rejected where it is cut', async () => {
    const { table } = await readMade('medical-diff-vqa');
    const lost = table.images!.flatMap((image) =>
      image.kind === 'file' && image.further?.[0]?.includes('/') === false ? [image] : [],
    );
    expect(lost).toEqual([
      {
        kind: 'file',
        path: expect.stringContaining('/s50000071/') as string,
        further: [expect.stringMatching(/^[0-9a-f]{40}\.jpg$/) as string],
      },
    ]);
  });

  it('has the later study for the main one, which the image is of', async () => {
    const { table } = await readMade('medical-diff-vqa');
    const lines = (name: RegExp) => {
      const files = Object.entries(madeDatasets['medical-diff-vqa']!());
      const [, bytes] = files.find(([path]) => name.test(path))!;
      return new TextDecoder().decode(bytes).trimEnd().split('\n');
    };
    const known = lines(/mimic_all/).map((line) => line.split(','));
    const [heading] = known;
    const of = (study: string, column: string) =>
      known.find((cells) => cells[heading!.indexOf('study_id')] === study)![heading!.indexOf(column)]!;
    const pairs = lines(/mimic_pair/).map((line) => line.split(','));
    let compared = 0;
    for (const [row, id] of table.ids.entries()) {
      const [study = '', , reference = '', type] = pairs[Number(id.split('/').at(-1)) - 1]!;
      if (type !== 'difference') continue;
      compared++;
      expect(Number(of(study, 'study_date'))).toBeGreaterThan(Number(of(reference, 'study_date')));
      expect(pathOf(table, row)).toContain(`/s${study}/${of(study, 'dicom_id')}.jpg`);
      expect(table.covariates!.view![row]).toBe('antero-posterior');
    }
    expect(compared).toBe(80);
  });

  it('takes the main study for the main one where the first release has the earlier one for it', async () => {
    const turned = edited(/mimic_pair/, (text) =>
      text.replace(/^(\d+),(\d+),(\d+),difference/gm, '$3,$2,$1,difference'),
    );
    const { table } = await readMade('medical-diff-vqa', turned);
    const row = table.text.question!.findIndex((one) => one.startsWith('what has changed'));
    expect(table.studies![row]).toBe('50000000');
    expect(pathOf(table, row)).toContain('/s50000000/');
    expect(table.covariates!.view![row]).toBe('postero-anterior');
  });

  it('says which patients the split tears', async () => {
    const { inspection } = await readMade('medical-diff-vqa');
    expect(evidence(inspection, 'patients-in-several-splits')).toEqual({
      patients: 1,
      example: '10000003',
    });
  });

  it('rejects questions about an image that is not there, and takes no split of MIMIC-CXR', async () => {
    const { inspection } = await readMade('medical-diff-vqa');
    expect(inspection.rejected.map(({ kind }) => kind)).toEqual(['missing-file']);
    expect(inspection.splits!.test.samples).toBeGreaterThan(0);
  });

  it('has the findings of the studies that are asked about, whose ids are text', async () => {
    const recognised = await readMade('medical-diff-vqa');
    const { table } = recognised;
    const of = (study: string) => labelsOf(recognised, 'findings', table.studies!.indexOf(study));
    const all = Object.entries(madeDatasets['medical-diff-vqa']!());
    const [path, bytes] = all.find(([name]) => name.endsWith('all_diseases.json'))!;
    const studies = JSON.parse(new TextDecoder().decode(bytes)) as {
      study_id: string;
      entity: object;
      no_entity: string[];
    }[];
    let compared = 0;
    for (const { study_id, entity, no_entity } of studies) {
      if (!table.studies!.includes(study_id)) continue;
      compared++;
      const value = (name: string) => (name in entity ? 1 : no_entity.includes(name) ? 0 : -3);
      expect(of(study_id)).toEqual({
        pneumonia: value('pneumonia'),
        edema: value('edema'),
        fracture: value('fracture'),
      });
    }
    expect(compared).toBe(157);
    // Found in one place and ruled out in another.
    expect(of('50000111').edema).toBe(1);
    expect(of('50000091')).toEqual({ pneumonia: -1, edema: -1, fracture: -1 });

    const asNumbers = edited(/all_diseases/, (text) =>
      text.replace(/"study_id":"(\d+)"/g, '"study_id":$1'),
    );
    const turned = await readMade('medical-diff-vqa', asNumbers);
    expect(turned.table.labels).toEqual(table.labels);

    const packed = await readMade('medical-diff-vqa', (files) => ({
      ...without(/all_diseases/)(files),
      [`${path}.gz`]: gz(bytes),
    }));
    expect(packed.table.labels).toEqual(table.labels);

    // Studies that nobody asks about make no class.
    const others = Array.from({ length: 20 }, (_, i) => ({ study_id: `9${i}`, entity: { cavity: {} } }));
    const more = edited(/all_diseases/, () => JSON.stringify([...others, ...studies]));
    expect((await readMade('medical-diff-vqa', more)).table.labels).toEqual(table.labels);

    const half = bytes.subarray(0, bytes.length / 2);
    const cut = await readMade('medical-diff-vqa', (files) => ({ ...files, [path]: half }));
    expect(cut.inspection.rejected[0]).toMatchObject({ kind: 'damaged-table', file: path });
    const counted = cut.inspection.targets.find(({ name }) => name === 'findings')!;
    expect(counted.missing).toBeGreaterThan(100);
    expect(counted.missing).toBeLessThan(300);
  });

  it('says that there are no findings without their file', async () => {
    const { inspection } = await readMade('medical-diff-vqa', without(/all_diseases/));
    expect(inspection.targets.map(({ name }) => name)).not.toContain('findings');
    expect(evidence(inspection, 'table-absent')).toEqual({
      table: 'all_diseases.json',
      gives: 'labels',
    });
  });

  it('finds images by the folders of studies without the list of them', async () => {
    const { inspection } = await readMade('medical-diff-vqa', without(/mimic_all/));
    expect(inspection).toMatchObject({ reader: 'medical-diff-vqa', samples: 399 });
  });
});

describe('Cholec80', () => {
  it.each([
    [1, 'video01_000001.png'],
    [2, '02/00000000.png'],
    [3, 'cutMargin/3/0.png'],
  ])('finds out how the frames of video %i are numbered', async (video, first) => {
    const recognised = await readMade('cholec80');
    const { ids, patients, covariates } = recognised.table;
    const rows = [...ids.keys()].filter((row) => patients![row] === `video ${video}`);
    expect(ids[rows[0]!]).toContain(first);
    expect(rows.map((row) => covariates!.second![row])).toEqual([...rows.keys()]);
    const phases = rows.map((row) => recognised.table.labels[0]!.values[row]!);
    expect(phases).toEqual(Array.from({ length: 24 }, (_, second) => Math.floor(second / 6)));
  });

  it('has no tools for a second of which none are noted', async () => {
    const recognised = await readMade('cholec80');
    const row = recognised.table.ids.findIndex((id) => id.endsWith('02/00000023.png'));
    expect(new Set(Object.values(labelsOf(recognised, 'tools', row)))).toEqual(new Set([-1]));
  });

  it('knows phases that were thinned out to one a second, whichever numbers they have', async () => {
    const usual = await readMade('cholec80');
    const thinned = (numbered: (second: number) => number) =>
      edited(/phase\.txt$/, (text) => {
        const [heading, ...lines] = text.trimEnd().split('\n');
        const kept = lines.filter((_, frame) => frame % 25 === 0);
        const rows = kept.map((line, second) => line.replace(/^\d+/, String(numbered(second))));
        return [heading, ...rows, ''].join('\n');
      });
    for (const numbered of [(second: number) => 25 * second, (second: number) => second]) {
      const { inspection, table } = await readMade('cholec80', thinned(numbered));
      expect(inspection.targets).toEqual(usual.inspection.targets);
      expect(table.covariates!.second).toEqual(usual.table.covariates!.second);
    }
  });

  it('takes blanks between columns for tabs', async () => {
    const usual = await readMade('cholec80');
    const blank = edited(/(?:phase|tool)\.txt$/, (text) => text.replaceAll('\t', '  '));
    const { inspection } = await readMade('cholec80', blank);
    expect(inspection.targets).toEqual(usual.inspection.targets);
  });

  const films = (files: MadeFiles): MadeFiles => ({
    ...files,
    'cholec80/videos/video01.mp4': new Uint8Array([1]),
    'cholec80/videos/._video01.mp4': new Uint8Array([1]),
    'cholec80/videos/video02.mp4': new Uint8Array([1]),
    'cholec80/videos/video03.mp4': new Uint8Array([1]),
  });
  const ofVideo = (table: SampleTable, video: number) =>
    [...table.ids.keys()].filter((row) => table.patients![row] === `video ${video}`);

  it('takes a moment of a video every five seconds where no frames were extracted', async () => {
    const usual = await readMade('cholec80');
    const withoutFrames = without(/video01_\d+\.png|\/02\/\d+\.png/);
    const filmed = await readMade('cholec80', (files) => films(withoutFrames(files)));
    const { inspection, table } = filmed;
    expect(evidence(inspection, 'frames-of-videos')).toEqual({ videos: 2, seconds: 5 });
    expect(inspection).toMatchObject({ images: 178, patients: 9, several: false, rejected: [] });
    expect(new Set(table.ids).size).toBe(178);
    const rows = ofVideo(table, 1);
    expect(rows.map((row) => table.images![row])).toEqual(
      [0, 5, 10, 15, 20].map((seconds) => ({
        kind: 'file',
        path: 'cholec80/videos/video01.mp4',
        seconds,
      })),
    );
    expect(rows.map((row) => table.officialSplits[row])).toEqual(Array(5).fill('train'));
    expect(rows.map((row) => table.labels[0]!.values[row])).toEqual([0, 0, 1, 2, 3]);
    for (const video of [1, 2])
      for (const row of ofVideo(table, video)) {
        const second = table.covariates!.second![row] as number;
        const same = ofVideo(usual.table, video)[second]!;
        expect(labelsOf(filmed, 'tools', row)).toEqual(labelsOf(usual, 'tools', same));
      }
    // Of the third the frames are there, which are more.
    expect(ofVideo(table, 3)).toHaveLength(24);
  });

  it('takes moments by the phases where nobody noted tools', async () => {
    const bare = without(/png$|tool\.txt$/);
    const { inspection, table } = await readMade('cholec80', (files) => films(bare(files)));
    expect(inspection).toMatchObject({ samples: 15, patients: 3 });
    expect(inspection.targets.map(({ name, problem }) => [name, problem === null])).toContainEqual([
      'phase',
      true,
    ]);
    expect(ofVideo(table, 2).map((row) => table.covariates!.second![row])).toEqual([0, 5, 10, 15, 20]);
  });

  it('reads an operation of two hours', async () => {
    const long = edited(/video01-phase/, (text) => {
      const lines = Array.from({ length: 180_000 }, (_, frame) => `${frame}\tPreparation`);
      return [text.split('\n')[0], ...lines, ''].join('\n');
    });
    expect((await readMade('cholec80', long)).inspection).toMatchObject({ samples: 216 });
  });

  it('has the first forty videos to learn from', async () => {
    const moved = renamed((path) => path.replace('video41', 'video40').replace('/41/', '/40/'));
    const { table } = await readMade('cholec80', moved);
    const splitOf = (patient: string) => table.officialSplits[table.patients!.indexOf(patient)];
    expect([40, 42].map((video) => splitOf(`video ${video}`))).toEqual(['train', 'test']);
  });
});

describe('Cholec80-VQA', () => {
  it('finds frames in a folder that is called otherwise', async () => {
    const { inspection } = await readMade(
      'cholec80-vqa',
      renamed((path) => path.replace('cropped_image/', 'cropped_images/')),
    );
    expect(inspection).toMatchObject({ reader: 'cholec80-vqa', images: 140, rejected: [] });
  });

  it('joins a frame by its folder and number, of which other videos have the same', async () => {
    const { table } = await readMade('cholec80-vqa');
    const row = table.ids.findIndex((id) => id.includes('Classification/2/50_QA.txt'));
    expect(table.images![row]).toMatchObject({ path: 'Cholec80-VQA/cropped_image/2/50.png' });
    expect(table.covariates!.second![row]).toBe(2);
  });

  it('keeps the questions of a video together, and takes classes and not sentences', async () => {
    const { inspection, table } = await readMade('cholec80-vqa');
    expect(inspection).toMatchObject({ patients: 7, samples: 420 });
    expect(inspection.targets[0]!.classes).toContain('calot triangle dissection');
    expect(table.officialSplits.at(-1)).toBe('val');
  });

  it('has the answers of every fourth second, which the authors used, as a target of their own', async () => {
    const { table } = await readMade('cholec80-vqa');
    const column = table.labels.find(({ target }) => target.name === 'answer every fourth second')!;
    const seconds = table.covariates!.second!.map(Number);
    for (const [row, second] of seconds.entries())
      expect(column.values[row]! >= 0).toBe(second % 4 === 0);
    expect(new Set(seconds).size).toBe(20);
  });

  it.each([
    ['has those frames alone', without(/\/(?!\d*00[_.])\d+(?:_QA\.txt|\.png)$/)],
    ['numbers them otherwise', renamed((path) => path.replace(/\/(\d+)(_QA\.txt|\.png)$/, '/1$1$2'))],
  ])('has no such target where a copy %s', async (_, change) => {
    const { inspection } = await readMade('cholec80-vqa', change);
    expect(inspection.targets.map(({ name }) => name)).toEqual(['answer', 'yes or no', 'open answer']);
  });

  it('takes what stands behind the first bar for the answer', async () => {
    const barred = edited(/Classification\/1\/0_QA/, (text) => text.replace('|', '|grasper|'));
    const { table } = await readMade('cholec80-vqa', barred);
    expect(table.text.question![0]).toBe('what is the phase of image?');
  });

  it('is read as text where only the questions are there', async () => {
    const { inspection } = await readMade('cholec80-vqa', without(/png$/));
    expect(inspection).toMatchObject({ reader: 'cholec80-vqa', images: 0, samples: 420 });
  });
});

describe('ADNI', () => {
  it('takes the middle slice of a series, and keeps the scans of a subject together', async () => {
    const { table } = await readMade('adni');
    expect(table.ids[0]).toMatch(/raw_2_S100001_I100001\.dcm$/);
    expect(new Set(table.patients).size).toBe(45);
    expect(table.patients![0]).toBe(table.patients![2]);
  });

  it('joins ids with and without I, and calls Dementia AD', async () => {
    const { inspection } = await readMade('adni');
    expect(inspection.targets.map(({ name, classes, missing }) => ({ name, classes, missing }))).toEqual(
      [
        { name: 'diagnosis', classes: ['AD', 'CN', 'MCI'], missing: 4 },
        { name: 'group', classes: ['AD', 'CN', 'MCI'], missing: 0 },
      ],
    );
  });

  it('reads ADNIMERGE by names of columns that R wrote with dots, in any order', async () => {
    const turned = (text: string) =>
      text
        .split('\n')
        .map((line) => line.split(',').reverse().join(','))
        .join('\n')
        .replace('DX', 'DX.bl,DX')
        .replace(/^([^,]*),([^,]*)/gm, (line, image: string, dx: string) =>
          dx.startsWith('DX') ? line : `${image},CN,${dx}`,
        );
    const { inspection } = await readMade('adni', edited(/ADNIMERGE/, turned));
    expect(inspection.targets[0]).toMatchObject({ classes: ['AD', 'CN', 'MCI'], missing: 4 });
  });

  it('takes a screening for the baseline where no row names an image', async () => {
    const nameless = edited(/ADNIMERGE/, (text) =>
      text.replace('IMAGEUID', 'OTHER').replace('EXAMDATE', 'WHEN'),
    );
    const { inspection } = await readMade('adni', nameless);
    expect(inspection.targets[0]).toMatchObject({ name: 'diagnosis', missing: 4 });
  });

  it('says which covariates decided the diagnosis, and takes codes for missing values as such', async () => {
    const { inspection, table } = await readMade('adni');
    expect(evidence(inspection, 'covariate-defines-target')).toEqual({
      columns: 'MMSE, CDRSB',
      target: 'diagnosis',
    });
    expect(table.covariates!.MMSE![0]).toBeNull();
  });

  it('has the groups of the collection without ADNIMERGE', async () => {
    const { inspection } = await readMade('adni', without(/ADNIMERGE/));
    expect(inspection.targets.map(({ name }) => name)).toEqual(['group']);
    expect(evidence(inspection, 'table-absent')).toMatchObject({ table: 'ADNIMERGE.csv' });
  });
});

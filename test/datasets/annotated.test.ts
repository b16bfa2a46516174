import { describe, expect, it } from 'vitest';
import { edited, expected, labelsOf, readMade, renamed, summaryOf, without } from './made.ts';
import { memorySource } from '../../src/source/index.ts';
import type { MadeFiles } from './generate/files.ts';
import { parquetMnist } from './generate/medmnist-folder.ts';
import { evidence, folder, read } from './sources.ts';

describe('general forms', () => {
  it.each(['coco', 'yolo', 'voc', 'webdataset'])(
    '%s is recognised, joined and counted as pandas counts it',
    async (name) => {
      const recognised = await readMade(name);
      expect(recognised.inspection).toMatchObject({ reader: name, licence: null, sharing: null });
      expect(summaryOf(recognised)).toEqual(expected('annotated', name));
    },
  );
});

describe('COCO', () => {
  it('joins by split where both have the same file names', async () => {
    const { table } = await readMade('coco');
    const name = '000000000001.jpg';
    const paths = table.images!.map((image) => (image.kind === 'file' ? image.path : ''));
    expect(paths.filter((path) => path.endsWith(name))).toEqual([
      `coco/train2017/${name}`,
      `coco/val2017/${name}`,
    ]);
  });

  it('leaves crowds out and rejects images that are not there by themselves', async () => {
    const { inspection } = await readMade('coco');
    expect(evidence(inspection, 'boxes-left-out')).toEqual({ boxes: 2, example: 'iscrowd' });
    expect(inspection.rejected.map(({ kind }) => kind)).toEqual(['missing-file', 'missing-file']);
  });

  it('has captions as text where annotations are captions', async () => {
    const { inspection, table } = await readMade(
      'coco',
      edited(/val2017\.json$/, (text) => {
        const whole = JSON.parse(text) as { annotations: { image_id: number }[] };
        const annotations = whole.annotations.map(({ image_id }) => ({ image_id, caption: 'a dog. ' }));
        return JSON.stringify({ ...whole, annotations });
      }),
    );
    // Two in three of 60, but for the image that is not there.
    expect(inspection.text).toEqual([{ name: 'caption', samples: 39 }]);
    expect(table.text.caption!.at(-1)).toBe('a dog.');
  });

  it('keeps what was read of a file that breaks off', async () => {
    const { inspection } = await readMade(
      'coco',
      edited(/train2017\.json$/, (text) => text.slice(0, Math.floor(text.length / 2))),
    );
    expect(inspection.reader).toBe('coco');
    expect(inspection.rejected.map(({ kind }) => kind)).toContain('damaged-table');
  });
});

describe('YOLO', () => {
  it('reads polygons and lines with how sure they are, and says which lines it can make nothing of', async () => {
    const { inspection, table } = await readMade('yolo');
    expect(evidence(inspection, 'boxes-left-out')).toMatchObject({ boxes: 2 });
    const shapes = table.boxes!.map(({ shape }) => shape);
    expect(shapes.filter((shape) => shape === 'polygon')).toHaveLength(2);
  });

  it('takes an image without a file for one that shows nothing', async () => {
    const recognised = await readMade('yolo');
    const row = recognised.table.ids.indexOf('set/images/train/3.jpg');
    expect(Object.values(labelsOf(recognised, 'classes', row))).toEqual([0, 0, 0]);
  });

  it.each([
    ['names: [cat, "dog", \'traffic light\']', ['cat', 'dog', 'traffic light']],
    ['names:\n- cat\n- dog\n- traffic light\nnc: 3', ['cat', 'dog', 'traffic light']],
    ['nc: 3', ['class 0', 'class 1', 'class 2']],
  ])('reads the names in %j', async (yaml, names) => {
    const { inspection } = await readMade(
      'yolo',
      edited(/data\.yaml/, () => yaml),
    );
    expect(inspection.targets[0]!.classes).toEqual(names);
  });

  it('is not seen in texts beside images', async () => {
    const { inspection } = await read(
      folder(['a/1.jpg', 'a/2.jpg', 'b/3.jpg', 'b/4.jpg'], { 'a/1.txt': 'no opacity is seen' }),
    );
    expect(inspection.reader).toBe('class-folders');
  });
});

describe('Pascal VOC', () => {
  it('counts pixels from 0, takes no mask for an image and no part for an object', async () => {
    // Parts stand before the name of what they are of, too.
    const before = edited(/Annotations\/.*xml$/, (xml) =>
      xml.replace(/(<object>)([^]*?)(<part>.*<\/part>)/g, '$1$3$2'),
    );
    const { table } = await readMade('voc', before);
    expect(table.ids.some((id) => id.includes('SegmentationClass'))).toBe(false);
    expect(table.boxes!.every(({ width }) => width === 14 || width === 12)).toBe(true);
    expect(table.labels[0]!.target.classes).toEqual(['cat', 'dog', 'traffic light']);
  });

  it('does without lists of splits', async () => {
    const { inspection } = await readMade('voc', without(/ImageSets/));
    expect(inspection).toMatchObject({ reader: 'voc', samples: 210, splits: null });
  });
});

describe('WebDataset', () => {
  it('keeps equal names in two folders and two archives apart', async () => {
    const { inspection } = await readMade('webdataset');
    expect(inspection).toMatchObject({ samples: 240, images: 240 });
  });

  it('reads a JSON that is none as nothing, and the other fields all the same', async () => {
    const recognised = await readMade('webdataset');
    const { ids, covariates } = recognised.table;
    const row = ids.findIndex((id) => id.endsWith('b/000001.jpg'));
    expect(covariates!.age![row]).toBeNull();
    expect(Object.values(labelsOf(recognised, 'cls', row))).toHaveLength(3);
  });
});

describe('MedMNIST saved as a folder', () => {
  it.each([
    ['saved-breastmnist', 'BreastMNIST (saved as a folder)'],
    ['saved-chestmnist', 'ChestMNIST (saved as a folder)'],
  ])('%s is recognised and counted as pandas counts it', async (name, title) => {
    const recognised = await readMade(name);
    expect(recognised.inspection).toMatchObject({ reader: 'medmnist-folder', title, rejected: [] });
    expect(summaryOf(recognised)).toEqual(expected('medmnist_folder', name));
  });

  it('notices a subset and says so', async () => {
    const { inspection } = await readMade('saved-breastmnist');
    expect(evidence(inspection, 'counts-differ')).toEqual({
      train: 120,
      val: 40,
      test: 40,
      published: '546 / 78 / 156',
    });
  });

  it('takes the middle slice of a volume, which is a frame of a GIF', async () => {
    const rows = ['TRAIN,train0_1.gif,1', 'VALIDATION,val0_0.gif,0', 'TEST,test0_1.gif,1'];
    const names = rows.map((row) => row.split(',')[1]!);
    const saved = (flag: string) =>
      read(
        folder(
          names.map((name) => `${flag}/${name}`),
          { [`${flag}.csv`]: rows.join('\n') },
        ),
      );
    const { inspection, table } = await saved('nodulemnist3d');
    expect(inspection.title).toBe('NoduleMNIST3D (saved as a folder)');
    const path = 'nodulemnist3d/train0_1.gif';
    expect(table.images![0]).toEqual({ kind: 'file', path, frame: 14 });
    expect((await saved('nodulemnist3d_64')).table.images![0]).toMatchObject({ frame: 32 });
  });

  it('is no MedMNIST by the name of the table alone', async () => {
    const { inspection } = await readMade(
      'saved-breastmnist',
      renamed((path) => path.replace('breastmnist', 'mine')),
    );
    expect(inspection.reader).toBe('table');
  });
});

describe('MedMNIST in Parquet', () => {
  const ofName = (name: string, files: MadeFiles) => read(memorySource(name, files));
  const organs = Array.from({ length: 22 }, (_, i) => [i % 11]);

  it('is known by the name of its folder, and has labels that are lists of one', async () => {
    const { inspection, table } = await ofName('organsmnist_224', parquetMnist(organs));
    expect(inspection).toMatchObject({
      reader: 'medmnist-folder',
      title: 'OrganSMNIST (Hugging Face)',
      samples: 110,
    });
    const [label] = inspection.targets;
    expect(label!.classes[4]).toBe('kidney-left');
    expect(label!.counts).toMatchObject({ train: Array(11).fill(6), val: Array(11).fill(2) });
    expect([...table.labels[0]!.values.slice(20, 24)]).toEqual([9, 10, 0, 1]);
    const path = 'data/train-00001-of-00002.parquet';
    expect(table.images![45]).toEqual({ kind: 'cell', path, column: 'image', row: 1 });
    expect(table.labels[0]!.target.mayFlip).toBe(false);
  });

  it('has all labels of an image in a list', async () => {
    const seven = [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1];
    const many = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? seven : seven.map(() => 0)));
    const { inspection } = await ofName('mirror', parquetMnist(many, '# chestmnist at 64 px'));
    expect(inspection).toMatchObject({ title: 'ChestMNIST (Hugging Face)', samples: 100 });
    const { counts, kind } = inspection.targets[0]!;
    expect(kind).toBe('multi-label');
    expect(counts.train).toEqual(seven.map((one) => 30 * one));
  });

  it('is a table like any other where nothing around it has such a name', async () => {
    const { inspection } = await ofName('mirror', parquetMnist(organs, '# organsmnistlike'));
    expect(inspection.reader).toBe('table');
  });
});

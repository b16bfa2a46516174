import { describe, expect, it } from 'vitest';
import { inspectReport } from '../../src/headless/inspect-report.ts';
import { folder, read } from '../datasets/sources.ts';

const wording = {
  evidence: () => '',
  reason: () => '',
  finding: () => ({ what: '', why: '', remedy: '' }),
};

/** Three images in COCO, of which two have boxes: two cysts and a nodule. */
async function inspected(withBoxes: boolean) {
  const images = [0, 1, 2].map((id) => ({ id, file_name: `${id}.png`, width: 40, height: 40 }));
  const drawn = [
    [0, 1],
    [0, 2],
    [1, 1],
  ];
  const annotations = drawn.map(([image_id, category_id], id) =>
    withBoxes
      ? { id, image_id, category_id, bbox: [1, 2, 9, 9], iscrowd: 0 }
      : { id, image_id, caption: 'a film' },
  );
  const categories = [
    { id: 1, name: 'cyst' },
    { id: 2, name: 'nodule' },
  ];
  const json = JSON.stringify({ images, annotations, categories });
  const paths = images.map(({ file_name }) => `images/${file_name}`);
  return (await read(folder(paths, { 'instances.json': json }))).inspection;
}

describe('what inspect says of boxes', () => {
  it('counts them by class, beside the samples that have any', async () => {
    const inspection = await inspected(true);
    const report = inspectReport(inspection, [], null, wording);
    expect(report.boxes).toBe(2);
    expect(report.boxTarget).toMatchObject({
      name: inspection.boxTarget!.name,
      kind: 'binary',
      classes: ['cyst', 'nodule'],
      counts: { none: { cyst: 2, nodule: 1 } },
      missing: 0,
    });
  });

  it('is only of the target that was asked for', async () => {
    const inspection = await inspected(true);
    const { name } = inspection.boxTarget!;
    expect(inspectReport(inspection, [], name, wording).boxTarget?.name).toBe(name);
    expect(inspectReport(inspection, [], 'no such target', wording)).toMatchObject({
      targets: [],
      boxTarget: null,
    });
  });

  it('is null where there are no boxes', async () => {
    expect(inspectReport(await inspected(false), [], null, wording).boxTarget).toBeNull();
  });
});

/** The general forms of annotation over the same kind of pictures: COCO, YOLO, Pascal VOC; and WebDataset's archives. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { markIn, picture } from './picture.ts';
import { tar } from './tar.ts';

const classes = ['cat', 'dog', 'traffic light'];

interface Drawn {
  readonly kind: number;
  /** Left, top and side in px. */
  readonly box: readonly [number, number, number];
}

/** Every second picture has something, each kind in a region of its own, so that it can be learned. */
function made(dice: Dice, at: number) {
  const [width, height] = [60, 48];
  const drawn: Drawn[] = [];
  if (at % 3 !== 0) {
    const kind = dice.below(classes.length);
    drawn.push({ kind, box: [kind * 20 + dice.below(4), 8 + dice.below(8), 14] });
    if (at % 5 === 0) drawn.push({ kind: (kind + 1) % 3, box: [((kind + 1) % 3) * 20, 30, 12] });
  }
  const marks = drawn.map(({ box }) => markIn([...box], width, height));
  return { width, height, drawn, bytes: jpeg(picture(dice.random, marks, width, height)) };
}

const splits = [
  ['train', 150],
  ['val', 60],
] as const;

/** Ids with gaps, categories that begin at 3 and are no indices, a crowd, and the same file names in both splits. */
export function coco(): MadeFiles {
  const dice = new Dice('coco');
  const files: MadeFiles = {};
  for (const [split, count] of splits) {
    const images: unknown[] = [];
    const annotations: unknown[] = [];
    const captions: unknown[] = [];
    for (let at = 0; at < count; at++) {
      const { width, height, drawn, bytes } = made(dice, at);
      const [id, name] = [1000 + at * 7, `${String(at).padStart(12, '0')}.jpg`];
      images.push({ license: 1, file_name: name, height, width, id });
      // One image is listed and not there.
      if (at !== 11) files[`coco/${split}2017/${name}`] = bytes;
      drawn.forEach(({ kind, box: [x, y, side] }, k) =>
        annotations.push({
          segmentation: [[x, y, x + side, y, x + side, y + side]],
          area: side * side,
          iscrowd: 0,
          image_id: id,
          bbox: [x + 0.25, y, side, side],
          category_id: 3 + kind * 10,
          id: at * 10 + k,
        }),
      );
      if (at === 4)
        annotations.push({ iscrowd: 1, image_id: id, bbox: [0, 0, 60, 48], category_id: 3, id: 9999 });
      captions.push({ image_id: id, id: at, caption: `a picture of number ${at}` });
    }
    const categories = classes.map((name, k) => ({ supercategory: 'x', id: 3 + k * 10, name }));
    const info = { description: 'a "made" set', images: 2017 };
    const whole =
      split === 'train'
        ? { info, images, annotations, categories }
        : { categories, annotations, images, info };
    files[`coco/annotations/instances_${split}2017.json`] = text(JSON.stringify(whole));
  }
  return files;
}

/** Empty and missing files, a polygon, a line with how sure it is, a line that is none, names as a dictionary. */
export function yolo(): MadeFiles {
  const dice = new Dice('yolo');
  const files: MadeFiles = {};
  for (const [split, count] of splits) {
    for (let at = 0; at < count; at++) {
      const { width, height, drawn, bytes } = made(dice, at);
      const lines = drawn.map(({ kind, box: [x, y, side] }, k) => {
        const [left, top] = [x / width, y / height];
        const [across, down] = [side / width, side / height];
        if (at === 5 && k === 0)
          return [kind, left, top, left + across, top, left + across, top + down, left, top + down].join(
            ' ',
          );
        const line = [kind, left + across / 2, top + down / 2, across, down].join(' ');
        return at === 7 ? `${line} 0.93` : line;
      });
      if (at === 8) lines.push('no box');
      files[`set/images/${split}/${at}.jpg`] = bytes;
      if (lines.length > 0 || at % 2 === 0)
        files[`set/labels/${split}/${at}.txt`] = text(lines.map((line) => `${line}\n`).join(''));
    }
  }
  const names = classes.map((name, k) => `  ${k}: ${name}\n`).join('');
  files['set/data.yaml'] = text(`path: ../set\ntrain: images/train\nval: images/val\nnames:\n${names}`);
  return files;
}

/** Boxes from 1, parts with names of their own, masks with the stems of images, lists of single classes. */
export function voc(): MadeFiles {
  const dice = new Dice('voc');
  const files: MadeFiles = {};
  const top = 'VOCdevkit/VOC2012';
  const lists: Record<string, string[]> = { train: [], val: [], trainval: [], cat_train: [] };
  for (const [split, count] of splits) {
    for (let at = 0; at < count; at++) {
      const { width, height, drawn, bytes } = made(dice, at);
      const stem = `2008_${String(at + (split === 'val' ? 500 : 0)).padStart(6, '0')}`;
      lists[split]!.push(stem);
      lists.trainval!.push(stem);
      if (split === 'train') lists.cat_train!.push(`${stem}  ${at % 2 === 0 ? 1 : -1}`);
      const objects = drawn.map(({ kind, box: [x, y, side] }) =>
        [
          '\t<object>',
          `\t\t<name>${classes[kind]!}</name>`,
          `\t\t<bndbox><xmax>${x + side}</xmax><xmin>${x + 1}</xmin><ymax>${y + side}</ymax><ymin>${y + 1}</ymin></bndbox>`,
          '\t\t<difficult>0</difficult>',
          '\t\t<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></part>',
          '\t</object>',
        ].join('\n'),
      );
      const size = `\t<size><width>${width}</width><height>${height}</height><depth>3</depth></size>`;
      files[`${top}/Annotations/${stem}.xml`] = text(
        [
          '<annotation>',
          `\t<filename>${stem}.jpg</filename>`,
          size,
          ...objects,
          '</annotation>',
          '',
        ].join('\n'),
      );
      files[`${top}/JPEGImages/${stem}.jpg`] = bytes;
      if (at < 5) files[`${top}/SegmentationClass/${stem}.png`] = bytes;
    }
  }
  for (const [name, stems] of Object.entries(lists))
    files[`${top}/ImageSets/Main/${name}.txt`] = text(`${stems.join('\n')}\n`);
  return files;
}

/** Two dots in a name, equal names in two folders of an archive, a JSON that is none. */
export function webdataset(): MadeFiles {
  const dice = new Dice('webdataset');
  const files: MadeFiles = {};
  for (const [split, shards] of [
    ['train', 3],
    ['test', 1],
  ] as const) {
    for (let shard = 0; shard < shards; shard++) {
      const inner: MadeFiles = {};
      for (let at = 0; at < 60; at++) {
        const kind = dice.below(classes.length);
        const { bytes } = {
          bytes: jpeg(picture(dice.random, [markIn([kind * 20, 16, 16], 60, 48)], 60, 48)),
        };
        const key = `${['a', 'b'][at % 2]!}/${String(Math.floor(at / 2)).padStart(6, '0')}`;
        inner[`${key}.jpg`] = bytes;
        inner[`${key}.cls`] = text(`${kind}\n`);
        inner[`${key}.meta.json`] = text(
          at === 3 ? '{"site": ' : JSON.stringify({ site: ['north', 'south'][at % 2], age: 20 + at }),
        );
        if (at % 4 !== 0) inner[`${key}.txt`] = text(`one of ${classes[kind]!} in shard ${shard}`);
      }
      files[`${split}-${String(shard).padStart(6, '0')}.tar`] = tar(inner);
    }
  }
  return files;
}

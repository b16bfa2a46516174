/** The general forms without boxes: MedMNIST's npz in 2D and 3D, Hugging Face's `imagefolder`, a table beside a folder of images. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { marksOf, picture, png } from './picture.ts';
import { zipSync } from './zip.ts';

const splits = [
  ['train', 120],
  ['val', 40],
  ['test', 40],
] as const;

/** An array of bytes as NumPy writes it: the header's length makes the data begin at a multiple of 64. */
function npy(shape: readonly number[], data: Uint8Array): Uint8Array {
  const dict = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = text(`${dict.padEnd(128 - 10 - 1)}\n`);
  const bytes = new Uint8Array(128 + data.length);
  bytes.set([0x93, ...text('NUMPY'), 1, 0, header.length, 0]);
  bytes.set(header, 10);
  bytes.set(data, 128);
  return bytes;
}

/** Labels are `(N, 1)`, images have no axis for their one channel. */
function mnist(flag: string, side: number, slices: number): MadeFiles {
  const dice = new Dice(flag);
  const members: MadeFiles = {};
  const axes = slices === 1 ? [side, side] : [slices, side, side];
  const size = slices * side * side;
  for (const [split, count] of splits) {
    const images = new Uint8Array(count * size);
    const labels = new Uint8Array(count);
    for (let at = 0; at < count; at++) {
      labels[at] = dice.below(2);
      for (let slice = 0; slice < slices; slice++) {
        const { grey } = picture(dice.random, marksOf([labels[at] === 1]), side);
        images.set(grey, at * size + slice * side * side);
      }
    }
    members[`${split}_images.npy`] = npy([count, ...axes], images);
    members[`${split}_labels.npy`] = npy([count, 1], labels);
  }
  return { [`${flag}.npz`]: zipSync(members) };
}

export function pneumoniaMnist(): MadeFiles {
  return mnist('pneumoniamnist', 28, 1);
}

export function noduleMnist3d(): MadeFiles {
  return mnist('nodulemnist3d', 28, 28);
}

interface Listed {
  readonly file_name: string;
  readonly text: string;
  readonly label: string;
}

const columns = ['file_name', 'text', 'label'] as const;

const metadata = {
  csv: (records: readonly Listed[]) =>
    csv([columns, ...records.map((one) => columns.map((name) => one[name]))]),
  jsonl: (records: readonly Listed[]) => text(records.map((one) => `${JSON.stringify(one)}\n`).join('')),
  parquet: (records: readonly Listed[]) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: columns.map((name) => ({
          name,
          data: records.map((one) => one[name]),
          type: 'STRING',
        })),
      }),
    ),
};

/**
 * A metadata file in the folder of each split, names relative to it. Folders that look like classes and are none; one image that
 * is listed and not there, one that is there and not listed; equal names in all splits; captions with commas, quotes and breaks.
 */
function imageFolder(ending: keyof typeof metadata): MadeFiles {
  const dice = new Dice('imagefolder');
  const files: MadeFiles = {};
  for (const [folder, count] of [
    ['train', 120],
    ['validation', 40],
    ['test', 40],
  ] as const) {
    const records = Array.from({ length: count }, (_, at) => {
      const isLarge = dice.isLucky(0.5);
      const file_name = `${['left', 'right'][at % 2]!}/${String(at).padStart(4, '0')}.png`;
      if (at !== 9)
        files[`data/${folder}/${file_name}`] = png(picture(dice.random, marksOf([isLarge]), 40));
      const found = isLarge ? 'a nodule' : 'nothing';
      return {
        file_name,
        text: `Film ${at}, read "again":\nthere is ${found} to be seen.`,
        label: isLarge ? 'nodule' : 'clear',
      };
    });
    files[`data/${folder}/left/unlisted.png`] = png(picture(dice.random, [], 40));
    files[`data/${folder}/metadata.${ending}`] = metadata[ending](records);
  }
  return files;
}

export const imageFolderCsv = () => imageFolder('csv');
export const imageFolderJsonl = () => imageFolder('jsonl');
export const imageFolderParquet = () => imageFolder('parquet');

/** Names without extension, patients with several images, blank diagnoses, two classes, no split. */
export function tableWithImages(): MadeFiles {
  const dice = new Dice('table with images');
  const files: MadeFiles = {};
  const rows: (string | number)[][] = [['image', 'patient_id', 'age', 'diagnosis', 'report']];
  for (let at = 0; at < 200; at++) {
    const isIll = dice.isLucky(0.5);
    const name = `film_${1000 + at}`;
    if (at % 50 !== 7)
      files[`study/images/${name}.png`] = png(picture(dice.random, marksOf([isIll]), 40));
    const diagnosis = at % 40 === 3 ? '' : isIll ? 'pneumonia' : 'normal';
    const report = `Film of the chest, number ${at}, in one view.`;
    rows.push([name, `P${Math.floor(at / 2)}`, 20 + dice.below(60), diagnosis, report]);
  }
  files['study/labels.csv'] = csv(rows);
  return files;
}

/**
 * `python -m medmnist save`: tables without headings, one that was written twice, one of many labels, and a subset. And what others made of
 * MedMNIST: Parquet with labels in lists.
 */
import { Dice, text, type MadeFiles } from './files.ts';
import { parquetOfImages } from './parquet.ts';
import { marksOf, picture, png } from './picture.ts';

const words = { train: 'TRAIN', val: 'VALIDATION', test: 'TEST' } as const;

function saved(flag: string, width: number, times: number): MadeFiles {
  const dice = new Dice(flag);
  const files: MadeFiles = {};
  const lines: string[] = [];
  for (const [split, count] of [
    ['train', 120],
    ['val', 40],
    ['test', 40],
  ] as const) {
    for (let at = 0; at < count; at++) {
      const labels =
        width === 1 ? [dice.below(2)] : Array.from({ length: width }, () => (dice.isLucky(0.3) ? 1 : 0));
      const file = `${split}${at}_${labels.join('_')}.png`;
      files[`${flag}/${file}`] = png(picture(dice.random, marksOf(labels.map((one) => one === 1)), 28));
      lines.push([words[split], file, ...labels].join(','));
    }
  }
  const table = lines.map((line) => `${line}\n`).join('');
  files[`${flag}.csv`] = text(table.repeat(times));
  return files;
}

export function savedBreast(): MadeFiles {
  return saved('breastmnist', 1, 2);
}

export function savedChest(): MadeFiles {
  return saved('chestmnist_64', 14, 1);
}

/** Labels that turn from one to the next, so that they are known without reading them. */
export function parquetMnist(labels: readonly (readonly number[])[], card = ''): MadeFiles {
  const dice = new Dice('parquet-mnist');
  const files: MadeFiles = card === '' ? {} : { 'README.md': text(card) };
  for (const [shard, times] of [
    ['train-00000-of-00002', 2],
    ['train-00001-of-00002', 1],
    ['validation-00000-of-00001', 1],
    ['test-00000-of-00001', 1],
  ] as const) {
    const values = Array.from({ length: times }, () => labels).flat();
    const images = values.map((_, i) => {
      const bytes = png(picture(dice.random, marksOf([i % 2 === 0]), 28));
      return { bytes, path: null };
    });
    const columns = [
      { name: 'path', values: values.map((_, i) => `${shard}/${i}.png`) },
      { name: 'label', values },
    ];
    files[`data/${shard}.parquet`] = parquetOfImages(images, columns, {});
  }
  return files;
}

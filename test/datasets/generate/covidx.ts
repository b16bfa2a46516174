/** COVIDx: CXR-4 with its three splits, and the older lists of three classes. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { picture, png, type Mark } from './picture.ts';

const names = [
  (id: string, i: number) => `COVID(${i}).png`,
  (id: string, i: number) => `${id}-12-31-1900-NA-CHEST_AP_PORT-${i}-1.png`,
  (id: string, i: number) => `sub-S${i}_ses-E01_run-1_bp-chest_vp-ap_dx-corrected.png`,
  // Names that differ only behind a dot.
  (id: string, i: number) => `1-s2.0-S${Math.floor(i / 2)}.${i % 2}-gr1.jpg`,
];

function image(file: string, mark: Mark | null, at: number, dice: Dice): Uint8Array {
  const shown = picture(dice.random, mark === null ? [] : [mark], 44 + (at % 3) * 4, 48);
  if (file.endsWith('.jpg')) return jpeg(shown);
  return png(shown, (['grey', 'rgb', 'rgba'] as const)[at % 3]);
}

const marks: readonly Mark[] = [
  { x: 0.3, y: 0.5, radius: 0.14 },
  { x: 0.7, y: 0.5, radius: 0.14 },
];

export function covidxCxr4(): MadeFiles {
  const dice = new Dice('covidx');
  const files: MadeFiles = {};
  let patient = 0;
  for (const [split, images, share] of [
    ['train', 220, 0.75],
    ['val', 60, 0.5],
    ['test', 60, 0.5],
  ] as const) {
    const lines: string[] = [];
    for (let at = 0; at < images; at++) {
      // A patient has one image, or several in a row.
      if (dice.isLucky(0.6) || at === 0) patient++;
      const isPositive = dice.isLucky(share);
      const source = isPositive
        ? dice.pick(['cohen', 'stonybrook', 'ricord', 'bimcv'])
        : dice.pick(['rsna', 'rsna', 'rsna', 'rnsa', 'bimcv']);
      // Small numbers, which two sources both use.
      const id =
        source === 'cohen' || source === 'ricord' ? String(patient % 20) : `A${223_000 + patient}`;
      const file = names[at % names.length]!(id, 100 * split.length + at);
      lines.push(`${id} ${file} ${isPositive ? 'positive' : 'negative'} ${source}`);
      files[`${split}/${file}`] = image(file, isPositive ? marks[0]! : null, at, dice);
    }
    files[`${split}.txt`] = text(`${lines.join('\n')}\n`);
  }
  return files;
}

export function covidxThreeClasses(): MadeFiles {
  const dice = new Dice('covidx-9a');
  const files: MadeFiles = {};
  for (const [split, images] of [
    ['train', 180],
    ['test', 60],
  ] as const) {
    const lines: string[] = [];
    for (let at = 0; at < images; at++) {
      const label = dice.below(3);
      const file = `${split}-${at}.png`;
      lines.push(
        `p${split}${Math.floor(at / 2)} ${file} ${['normal', 'pneumonia', 'COVID-19'][label]!} rsna`,
      );
      files[`data/${split}/${file}`] = image(file, label === 0 ? null : marks[label - 1]!, at, dice);
    }
    files[`labels/${split}_COVIDx9A.txt`] = text(lines.join('\n'));
  }
  return files;
}

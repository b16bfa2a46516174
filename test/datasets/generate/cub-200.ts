/** CUB-200-2011: lists without headings, ids from 1, masks with the stems of images, lines with a number too many; and Hugging Face's. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { parquetOfImages } from './parquet.ts';
import { marksOf, picture, png } from './picture.ts';

const species = [
  'Black_footed_Albatross',
  'Laysan_Albatross',
  'Sooty_Albatross',
  'Groove_billed_Ani',
  'Crested_Auklet',
];
const attributes = 312;
const folderOf = (label: number) => `${String(label + 1).padStart(3, '0')}.${species[label]!}`;
/** Every word with a capital, unlike the folder. */
const stemOf = (label: number, number: number) =>
  `${species[label]!.replace(/_([a-z])/g, (_, letter: string) => `_${letter.toUpperCase()}`)}_${String(number).padStart(4, '0')}_${796000 + label * 100 + number}`;

export function cub200(): MadeFiles {
  const dice = new Dice('cub-200');
  const files: MadeFiles = {};
  const top = 'archive/CUB_200_2011';
  const lists: Record<string, string[]> = {
    images: [],
    image_class_labels: [],
    train_test_split: [],
    bounding_boxes: [],
  };
  const present: string[] = [];
  let id = 0;
  for (let label = 0; label < species.length; label++) {
    for (let number = 1; number <= 36; number++) {
      id++;
      const path = `${folderOf(label)}/${stemOf(label, number)}`;
      lists.images!.push(`${id} ${path}.jpg`);
      lists.image_class_labels!.push(`${id} ${label + 1}`);
      lists.train_test_split!.push(`${id} ${number % 2}`);
      const [x, y, width, height] = [dice.below(10), dice.below(10), 20 + dice.below(9), 18.5];
      lists.bounding_boxes!.push(`${id} ${x}.0 ${y}.0 ${width}.0 ${height}`);
      const marks = marksOf(species.map((_, k) => k === label));
      files[`${top}/images/${path}.jpg`] = jpeg(picture(dice.random, marks, 48));
      if (number < 4) files[`archive/segmentations/${path}.png`] = png(picture(dice.random, [], 16));
      const captions = Array.from({ length: 10 }, (_, k) =>
        k === 9 && number % 5 === 0
          ? ''
          : `this bird number ${number} has a ${species[label]!.slice(0, 5).toLowerCase()} look.`,
      );
      files[`archive/text_c10/${path}.txt`] = text(`${captions.join('\n')}\n`);
      for (const attribute of [1, 2, 3, 312]) {
        const isPresent = attribute === 312 ? label % 2 : dice.below(2);
        const certainty = attribute === 2 && number % 4 === 0 ? 1 : 2 + dice.below(3);
        // As in the published file, some lines have a field more.
        const extra = number === 7 ? ' 0' : '';
        present.push(`${id} ${attribute} ${isPresent} ${certainty}${extra} 27.708`);
      }
    }
  }
  const classes = species.map((_, label) => `${label + 1} ${folderOf(label)}`);
  for (const [name, lines] of Object.entries({ ...lists, classes }))
    files[`${top}/${name}.txt`] = text(`${lines.join('\n')}\n`);
  files[`${top}/attributes/image_attribute_labels.txt`] = text(`${present.join('\n')}\n`);
  const names = Array.from({ length: attributes }, (_, i) => `${i + 1} has_part_${i + 1}::value`);
  // A level above the other lists, as in the original archive.
  files['archive/attributes.txt'] = text(`${names.join('\n')}\n`);
  return files;
}

export function cub200Parquet(): MadeFiles {
  const dice = new Dice('cub-200-parquet');
  const files: MadeFiles = {};
  for (const [split, each] of [
    ['train', 20],
    ['test', 12],
  ] as const) {
    const rows = species.flatMap((_, label) =>
      Array.from({ length: each }, (_, i) => ({ label, number: i + (split === 'test' ? 30 : 1) })),
    );
    const images = rows.map(({ label }) => {
      const marks = marksOf(species.map((_, k) => k === label));
      return { bytes: jpeg(picture(dice.random, marks, 48)), path: null };
    });
    const columns = [
      {
        name: 'description',
        values: rows.map(({ number }) => (number === 5 ? '' : `a bird of number ${number}\nit flies\n`)),
      },
      { name: 'label', values: rows.map(({ label }) => label) },
      { name: 'file_name', values: rows.map(({ label, number }) => `${stemOf(label, number)}.jpg`) },
    ];
    const names = species.map((_, label) => folderOf(label));
    files[`data/${split}-00000-of-00001.parquet`] = parquetOfImages(images, columns, {
      label: { names, _type: 'ClassLabel' },
    });
  }
  return files;
}

/** As Hugging Face has it where parquet does not name the classes: twelve birds of three, by their numbers. */
export function unnamedCub200Parquet(): MadeFiles {
  const bytes = png(picture(() => 0.5, [], 32));
  const labels = Array.from({ length: 12 }, (_, i) => i % 3);
  const columns = [
    { name: 'description', values: labels.map(() => 'a bird') },
    { name: 'label', values: labels },
    { name: 'file_name', values: labels.map((_, i) => `Bird_${i}.jpg`) },
  ];
  const images = labels.map(() => ({ bytes, path: null }));
  return { 'data/train-00000-of-00001.parquet': parquetOfImages(images, columns, {}) };
}

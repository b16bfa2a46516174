/** Hugging Face's `imagefolder` with several images a row, and with boxes. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { markIn, marksOf, picture, png } from './picture.ts';

const side = 48;

interface View {
  readonly file_names: readonly string[];
  readonly text: string;
  readonly label: string;
}

const lists = {
  csv: (rows: readonly View[]) =>
    csv([
      ['file_names', 'text', 'label'],
      // As pandas writes a list.
      ...rows.map(({ file_names, text: said, label }) => [
        `[${file_names.map((name) => `'${name}'`).join(', ')}]`,
        said,
        label,
      ]),
    ]),
  jsonl: (rows: readonly View[]) => text(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  parquet: (rows: readonly View[]) => {
    const string = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const;
    const bytes = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 3 },
        ...listOf('file_names', string),
        { name: 'text', ...string },
        { name: 'label', ...string },
      ],
      columnData: [
        { name: 'file_names', data: rows.map(({ file_names }) => file_names) },
        { name: 'text', data: rows.map((row) => row.text) },
        { name: 'label', data: rows.map(({ label }) => label) },
      ],
    });
    return new Uint8Array(bytes);
  },
};

type Field = Parameters<typeof parquetWriteBuffer>[0]['schema'] extends (infer E)[] | undefined
  ? E
  : never;

function listOf(name: string, element: Omit<Field, 'name'>, below: readonly Field[] = []): Field[] {
  return [
    { name, num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', ...element },
    ...below,
  ];
}

/** One to three images a row, of which one row's first and one row's second are not there. */
function severalImages(ending: keyof typeof lists): MadeFiles {
  const dice = new Dice('imagefolder lists');
  const files: MadeFiles = {};
  for (const [folder, count] of [
    ['train', 80],
    ['validation', 30],
    ['test', 30],
  ] as const) {
    const rows = Array.from({ length: count }, (_, at): View => {
      const isLarge = dice.isLucky(0.5);
      const file_names = Array.from({ length: 1 + (at % 3) }, (_, view) => `views/${at}_${view}.png`);
      for (const [view, name] of file_names.entries())
        if (!(at === 5 && view === 0) && !(at === 7 && view === 1))
          files[`data/${folder}/${name}`] = png(picture(dice.random, marksOf([isLarge]), side));
      const label = isLarge ? 'nodule' : 'clear';
      return { file_names, text: `Study ${at} has ${file_names.length} views.`, label };
    });
    files[`data/${folder}/metadata.${ending}`] = lists[ending](rows);
  }
  return files;
}

export const imageFolderListsCsv = () => severalImages('csv');
export const imageFolderListsJsonl = () => severalImages('jsonl');
export const imageFolderListsParquet = () => severalImages('parquet');

const classes = ['mass', 'nodule', 'effusion'];

interface Seen {
  readonly file_name: string;
  readonly objects: {
    readonly id: readonly number[];
    readonly area: readonly number[];
    readonly bbox: readonly (readonly [number, number, number, number])[];
    readonly categories: readonly number[];
  };
}

const seen = {
  csv: (rows: readonly Seen[]) =>
    csv([
      ['file_name', 'objects'],
      ...rows.map(({ file_name, objects }) => [file_name, JSON.stringify(objects)]),
    ]),
  jsonl: (rows: readonly Seen[]) => text(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  parquet: (rows: readonly Seen[]) => {
    const whole = { type: 'INT64', repetition_type: 'OPTIONAL' } as const;
    const bytes = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'file_name', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'objects', num_children: 4, repetition_type: 'OPTIONAL' },
        ...listOf('id', whole),
        ...listOf('area', { type: 'DOUBLE', repetition_type: 'OPTIONAL' }),
        ...listOf(
          'bbox',
          { num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
          listOf('', { type: 'DOUBLE', repetition_type: 'OPTIONAL' }).slice(1),
        ),
        ...listOf('categories', whole),
      ],
      columnData: [
        { name: 'file_name', data: rows.map(({ file_name }) => file_name) },
        {
          name: 'objects',
          data: rows.map(({ objects: { id, area, bbox, categories } }) => ({
            id: id.map(BigInt),
            area,
            bbox,
            categories: categories.map(BigInt),
          })),
        },
      ],
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
    });
    return new Uint8Array(bytes);
  },
};

/** As `datasets` describes them. */
const features = {
  file_name: { dtype: 'string', _type: 'Value' },
  objects: {
    bbox: {
      feature: { feature: { dtype: 'float64', _type: 'Value' }, length: 4, _type: 'List' },
      _type: 'List',
    },
    categories: { feature: { names: classes, _type: 'ClassLabel' }, _type: 'List' },
  },
};

/** None to three boxes an image; fractions, one without an area in each split, one image that is not there. */
function objects(ending: keyof typeof seen): MadeFiles {
  const dice = new Dice('imagefolder objects');
  const files: MadeFiles = {};
  let id = 0;
  for (const [folder, count] of [
    ['train', 80],
    ['validation', 30],
    ['test', 30],
  ] as const) {
    const rows = Array.from({ length: count }, (_, at): Seen => {
      const categories = Array.from({ length: at % 4 }, () => dice.below(classes.length));
      // Classes differ in size, so that they can be learned.
      const found = categories.map((category) => {
        const size = 5 + 7 * category + dice.below(3);
        return [dice.below(side - size) + 0.5, dice.below(side - size), size, size] as const;
      });
      const bbox = found.map(([x, y, width, height], i) =>
        at === 11 && i === 0 ? ([x, y, 0, height] as const) : ([x, y, width, height] as const),
      );
      const marks = found.map(([x, y, size]) => markIn([x, y, size], side, side));
      const file_name = `${String(at).padStart(4, '0')}.png`;
      if (at !== 9) files[`data/${folder}/${file_name}`] = png(picture(dice.random, marks, side));
      const area = bbox.map(([, , width, height]) => width * height);
      return { file_name, objects: { id: found.map(() => id++), area, bbox, categories } };
    });
    files[`data/${folder}/metadata.${ending}`] = seen[ending](rows);
  }
  return files;
}

export const imageFolderObjectsCsv = () => objects('csv');
export const imageFolderObjectsJsonl = () => objects('jsonl');
export const imageFolderObjectsParquet = () => objects('parquet');

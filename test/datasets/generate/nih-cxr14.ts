/** NIH ChestX-ray14: the NIH's box, Kaggle's copy, Kaggle's sample, and the copy at 224 px. */
import { csvLine, Dice, text, type MadeFiles } from './files.ts';
import { marksOf, picture, png } from './picture.ts';

const findings = [
  'Atelectasis',
  'Cardiomegaly',
  'Consolidation',
  'Edema',
  'Effusion',
  'Emphysema',
  'Fibrosis',
  'Hernia',
  'Infiltration',
  'Mass',
  'Nodule',
  'Pleural_Thickening',
  'Pneumonia',
  'Pneumothorax',
];
const boxed = [
  'Atelectasis',
  'Cardiomegaly',
  'Effusion',
  'Infiltration',
  'Mass',
  'Nodule',
  'Pneumonia',
  'Pneumothorax',
];
const bracketed = 'OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]';

interface Edition {
  readonly patients: number;
  readonly sexColumn: string;
  /** Kaggle's copy ends each row with a comma. */
  readonly end: string;
  readonly ageOf: (years: number, at: number) => string;
}

function make(name: string, { patients, sexColumn, end, ageOf }: Edition) {
  const dice = new Dice(name);
  const heading = `Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,${sexColumn},View Position,${bracketed}${end}`;
  const rows = [heading];
  const boxes: string[] = [];
  const lists: { train: string[]; test: string[] } = { train: [], test: [] };
  const images: [string, Uint8Array][] = [];
  for (let patient = 1; patient <= patients; patient++) {
    const isTest = dice.isLucky(0.25);
    const years = 1 + dice.below(90);
    const sex = dice.pick(['M', 'F']);
    const followUps = patient === 3 ? 12 : 1 + dice.below(3);
    for (let followUp = 0; followUp < followUps; followUp++) {
      const file = `${String(patient).padStart(8, '0')}_${String(followUp).padStart(3, '0')}.png`;
      const holds = findings.map(() => dice.isLucky(0.15));
      const said = findings.filter((_, k) => holds[k]);
      const label = said.length === 0 ? 'No Finding' : said.join('|');
      rows.push(
        csvLine([
          file,
          label,
          followUp,
          patient,
          ageOf(years, rows.length),
          sex,
          dice.pick(['PA', 'PA', 'AP']),
          2682,
          2749,
          0.143,
          0.143,
        ]) + end,
      );
      lists[isTest ? 'test' : 'train'].push(file);
      for (const one of said.filter((finding) => boxed.includes(finding) && dice.isLucky(0.3))) {
        const [x, y] = [dice.below(600) + 0.5, dice.below(600) + 0.25];
        const called = one === 'Infiltration' ? 'Infiltrate' : one;
        boxes.push(`${file},${called},${x},${y},${80 + dice.below(200)}.75,${90 + dice.below(200)},,,`);
      }
      const kind = images.length % 40 === 7 ? 'rgba' : 'grey';
      images.push([file, png(picture(dice.random, marksOf(holds)), kind)]);
    }
  }
  return {
    table: text(`${rows.join('\n')}\n`),
    boxes: text(`Image Index,Finding Label,Bbox [x,y,w,h],,,\n${boxes.join('\n')}\n`),
    lists,
    images,
  };
}

const list = (names: readonly string[]) => text(`${names.join('\n')}\n`);
const plainAge = (years: number) => String(years);

/** The current table, with the newer name of one column. */
export function nihBox(): MadeFiles {
  const made = make('nih-box', { patients: 150, sexColumn: 'Patient Sex', end: '', ageOf: plainAge });
  return {
    'CXR8/Data_Entry_2017_v2020.csv': made.table,
    'CXR8/BBox_List_2017.csv': made.boxes,
    'CXR8/train_val_list.txt': list(made.lists.train),
    'CXR8/test_list.txt': list(made.lists.test),
    ...Object.fromEntries(made.images.map(([file, bytes]) => [`CXR8/images/${file}`, bytes])),
  };
}

/** Twelve columns of which the last is empty, an age that nobody reaches, and images two folders down. */
export function nihKaggle(): MadeFiles {
  const ageOf = (years: number, row: number) => (row === 9 ? '414' : String(years));
  const made = make('nih-kaggle', { patients: 150, sexColumn: 'Patient Gender', end: ',', ageOf });
  const folder = (at: number) => `images_${String(1 + Math.floor(at / 100)).padStart(3, '0')}/images`;
  return {
    'Data_Entry_2017.csv': made.table,
    'BBox_List_2017.csv': made.boxes,
    'train_val_list.txt': list(made.lists.train),
    'test_list.txt': list(made.lists.test),
    ...Object.fromEntries(made.images.map(([file, bytes], at) => [`${folder(at)}/${file}`, bytes])),
  };
}

/** Ages as in the first release, and no lists. */
export function nihSample(): MadeFiles {
  const units = ['Y', 'M', 'D'];
  const ageOf = (years: number, row: number) =>
    `${String(years).padStart(3, '0')}${row % 20 < 18 ? 'Y' : units[row % 20 === 18 ? 1 : 2]!}`;
  const made = make('nih-sample', { patients: 100, sexColumn: 'Patient Gender', end: '', ageOf });
  return {
    'sample/sample_labels.csv': made.table,
    ...Object.fromEntries(made.images.map(([file, bytes]) => [`sample/images/${file}`, bytes])),
  };
}

export function nih224(): MadeFiles {
  const made = make('nih-224', {
    patients: 100,
    sexColumn: 'Patient Gender',
    end: ',',
    ageOf: plainAge,
  });
  return {
    'Data_Entry_2017.csv': made.table,
    'BBox_List_2017_Official_NIH.csv': made.boxes,
    'train_val_list_NIH.txt': list(made.lists.train),
    'test_list_NIH.txt': list(made.lists.test),
    ...Object.fromEntries(made.images.map(([file, bytes]) => [`images-224/images-224/${file}`, bytes])),
  };
}

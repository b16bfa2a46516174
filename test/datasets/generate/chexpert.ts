/** CheXpert: `-small`, the full release in its download's batches, and the test set of CheXlocalize. */
import { chexpertFindings } from '../../../src/datasets/published/chexpert-labels.ts';
import { csv, Dice, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture } from './picture.ts';

const header = ['Path', 'Sex', 'Age', 'Frontal/Lateral', 'AP/PA', ...chexpertFindings];

/** One view, with the labels of its study. */
interface View {
  readonly path: string;
  readonly patient: number;
  readonly cells: readonly string[];
  readonly bytes: Uint8Array;
}

const first = { train: 1, valid: 64541, test: 64741 };

function views(split: 'train' | 'valid' | 'test', patients: number, dice: Dice): View[] {
  const made: View[] = [];
  for (let i = 0; i < patients; i++) {
    // Train reaches over all three batches of the download.
    const patient = first[split] + (split === 'train' ? Math.floor((i * 64540) / patients) : i);
    const sex = i === 3 ? 'Unknown' : dice.pick(['Female', 'Male']);
    const age = i === 5 ? 0 : 20 + dice.below(71);
    for (let study = 1; study <= 1 + dice.below(3); study++) {
      const isBlank = split === 'train' && i === 7 && study === 1;
      const holds = chexpertFindings.map(() => dice.isLucky(0.25));
      holds[0] = !holds.slice(1, -1).some(Boolean);
      const labels = holds.map((yes, k) => labelCell(split, yes, k, isBlank, dice));
      for (let view = 1; view <= 1 + dice.below(2); view++) {
        const isFrontal = view === 1;
        const name = `view${view}_${isFrontal ? 'frontal' : 'lateral'}.jpg`;
        const position = isFrontal ? dice.pick(['AP', 'AP', 'AP', 'PA']) : '';
        made.push({
          path: `${split}/patient${String(patient).padStart(5, '0')}/study${study}/${name}`,
          patient,
          cells: [sex, String(age), isFrontal ? 'Frontal' : 'Lateral', position, ...labels],
          bytes: jpeg(picture(dice.random, marksOf(holds))),
        });
      }
    }
  }
  return made;
}

/** Radiologists say yes or no; the labeller also "uncertain" and nothing, and never that something was not found to be nothing. */
function labelCell(split: string, yes: boolean, finding: number, isBlank: boolean, dice: Dice): string {
  if (split === 'test') return yes ? '1' : '0';
  if (split === 'valid') return yes ? '1.0' : '0.0';
  if (isBlank) return '';
  if (finding === 0) return yes ? '1.0' : '';
  if (dice.isLucky(0.08)) return '-1.0';
  return yes ? '1.0' : dice.pick(['0.0', '', '']);
}

function table(made: readonly View[], prefix: string): Uint8Array {
  return csv([header, ...made.map(({ path, cells }) => [`${prefix}/${path}`, ...cells])]);
}

export function chexpertSmall(): MadeFiles {
  const dice = new Dice('chexpert-small');
  const root = 'CheXpert-v1.0-small';
  const train = views('train', 110, dice);
  const valid = views('valid', 30, dice);
  return {
    [`${root}/train.csv`]: table(train, root),
    [`${root}/valid.csv`]: table(valid, root),
    ...Object.fromEntries([...train, ...valid].map(({ path, bytes }) => [`${root}/${path}`, bytes])),
  };
}

/** As it is downloaded: batches in folders of their archives' names, without a `train` folder in them. */
export function chexpertBatches(): MadeFiles {
  const dice = new Dice('chexpert-batches');
  const root = 'chexpertchestxrays-u20210408';
  const train = views('train', 60, dice);
  const valid = views('valid', 12, dice);
  const first = `${root}/CheXpert-v1.0 batch 1 (validate & csv)`;
  const batchOf = (patient: number) =>
    patient < 21514
      ? 'CheXpert-v1.0 batch 2 (train 1)'
      : patient < 43018
        ? 'CheXpert-v1.0 batch 3 (train 2)'
        : 'CheXpert-v1.0 batch 4 (train 3)';
  const cheXbert = [
    ['Path', ...chexpertFindings],
    ...train.map(({ path, cells }) => [
      `CheXpert-v1.0/${path}`,
      ...cells.slice(4).map((cell) => (cell === '-1.0' ? '1.0' : cell)),
    ]),
  ];
  return {
    [`${first}/train.csv`]: table(train, 'CheXpert-v1.0'),
    [`${first}/valid.csv`]: table(valid, 'CheXpert-v1.0'),
    [`${root}/train_cheXbert.csv`]: csv(cheXbert),
    ...Object.fromEntries(valid.map(({ path, bytes }) => [`${first}/${path}`, bytes])),
    ...Object.fromEntries(
      train.map(({ path, patient, bytes }) => [
        `${root}/${batchOf(patient)}/${path.replace('train/', '')}`,
        bytes,
      ]),
    ),
  };
}

/** Labelled by radiologists, without sex, age and view. */
export function chexpertTest(): MadeFiles {
  const made = views('test', 90, new Dice('chexpert-test'));
  const rows = made.map(({ path, cells }) => [path, ...cells.slice(4)]);
  return {
    'chexlocalize/CheXpert/test_labels.csv': csv([['Path', ...chexpertFindings], ...rows]),
    ...Object.fromEntries(made.map(({ path, bytes }) => [`chexlocalize/CheXpert/${path}`, bytes])),
  };
}

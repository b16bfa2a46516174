/** Folders of made pictures with a table beside them, clean but for what is planted, and what was. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { seededRandom, shuffled, type Split } from '../../src/domain/index.ts';
import { findings, tableFile, writeMadeFolder } from '../../test/e2e/made-folder.ts';
import { madePicture, savedAnew, type Picture } from '../../test/health/made-pictures.ts';

const side = 56;

/** How a note states its label, by the language that it does so in: first what speaks against the finding. */
export const statements = {
  English: ['Impression: unremarkable.', 'Impression: abnormal.'],
  Chinese: ['诊断:未见异常。', '诊断:右肺见斑片影。'],
} as const;

/** The folder of image and text, with a sentence in each note that states the label. */
export async function writeStatedLabel(
  folder: string,
  samples: number,
  sentences: readonly [string, string],
): Promise<void> {
  const made = await writeMadeFolder(folder, { samples });
  const rows = made.map(({ file, finding, note, patient }) => [
    file,
    finding,
    `"${note}; ${sentences[findings.indexOf(finding)]!}"`,
    patient,
  ]);
  await writeTable(join(folder, tableFile), ['file', 'finding', 'note', 'patient'], rows);
}

/** Left and upper edge and side of the marker in px: as large as what one value of the default network's heat maps stands for. */
const marker = { left: side - 18, top: 2, side: 16 };
/** Of the samples of a class those from the site that is usual for it. */
const siteTells = 0.95;

/**
 * Every second picture is of a class and has a bright marker in its upper right corner, and nothing else tells the classes apart.
 * `told` has a table with each picture's site, which nearly tells the class too, and an age, which does not; `drawn` has the same
 * pictures with the markers outlined, as object-CXR has it, so that a run holds its heat maps against them.
 */
export async function writeShortcut(told: string, drawn: string, samples: number): Promise<void> {
  const random = seededRandom(0, 'shortcut');
  const pictures = madePictures(samples);
  const isMarked = (row: number) => row % 2 === 1;
  pictures.forEach((picture, row) => {
    for (let y = marker.top; isMarked(row) && y < marker.top + marker.side; y++)
      picture.fill(245, y * side + marker.left, y * side + marker.left + marker.side);
  });
  await writePictures(told, pictures);
  const rows = pictures.map((_, row) => {
    const isNorth = random() < siteTells === isMarked(row);
    const finding = isMarked(row) ? 'present' : 'absent';
    return [fileOf(row), finding, isNorth ? 'North' : 'South', Math.floor(20 + 60 * random())];
  });
  await writeTable(join(told, tableFile), ['file', 'finding', 'site', 'age'], rows);

  await writePictures(drawn, pictures);
  const { left, top } = marker;
  const outline = ['0', left, top, left + marker.side, top + marker.side].join(' ');
  for (const [split, name] of [
    ['train', 'train.csv'],
    ['val', 'dev.csv'],
    ['test', 'test.csv'],
  ] as const) {
    const ofSplit = [...pictures.keys()].filter((row) => splitOf(row >> 1) === split);
    const lines = ofSplit.map((row) => [fileOf(row), isMarked(row) ? outline : '']);
    await writeTable(join(drawn, name), ['image_name', 'annotation'], lines);
  }
}

/** What was planted: pairs of files for the checks of duplicates, names of patients for `torn-patients`. */
export type Planted = Readonly<Record<(typeof leaks)[number], readonly string[]>>;

export const leaks = [
  'duplicates-across-splits',
  'near-duplicates-across-splits',
  'duplicates-within-split',
  'near-duplicates-within-split',
  'torn-patients',
] as const;

/**
 * Pictures of patients, two of each, with an official split by patient, and `each` of every leak planted: pictures copied to another
 * file, in another split or the same, to the byte or saved anew with loss, and patients with a picture in train and one in test.
 */
export async function writeLeaks(folder: string, samples: number, each: number): Promise<Planted> {
  const random = seededRandom(0, 'leaks');
  const pictures = madePictures(samples);
  const labels = pictures.map(() => (random() < 0.5 ? 'absent' : 'present'));
  const splits: Split[] = pictures.map((_, row) => splitOf(row >> 1));
  const patientOf = (row: number) => `P${String(row >> 1).padStart(4, '0')}`;
  // One picture of a patient takes part in one leak at most.
  const free = (split: Split) =>
    shuffled(
      [...pictures.keys()].filter((row) => row % 2 === 0 && splits[row] === split),
      random,
    );
  const [train, test] = [free('train'), free('test')];
  const copied = (to: readonly number[], save: (picture: Picture, row: number) => Picture) =>
    Array.from({ length: each }, () => {
      const [from, row] = [train.pop()!, (to as number[]).pop()!];
      pictures[row] = save(pictures[from]!, row);
      labels[row] = labels[from]!;
      return [from, row]
        .sort((a, b) => a - b)
        .map(idOf)
        .join(' = ');
    });
  const exactly = (picture: Picture) => picture.slice();
  const planted = {
    'duplicates-across-splits': copied(test, exactly),
    'near-duplicates-across-splits': copied(test, savedAnew),
    'duplicates-within-split': copied(train, exactly),
    'near-duplicates-within-split': copied(train, savedAnew),
    'torn-patients': train.splice(-each, each).map((row) => {
      splits[row] = 'test';
      return patientOf(row);
    }),
  };
  await writePictures(folder, pictures);
  const rows = pictures.map((_, row) => [fileOf(row), labels[row]!, patientOf(row), splits[row]!]);
  await writeTable(join(folder, tableFile), ['file', 'finding', 'patient', 'split'], rows);
  return planted;
}

/** Seven tenths train, one val, two test. */
function splitOf(patient: number): Split {
  const tenth = patient % 10;
  return tenth < 7 ? 'train' : tenth === 7 ? 'val' : 'test';
}

function madePictures(samples: number): Picture[] {
  return Array.from({ length: samples }, (_, seed) => madePicture(seed, side));
}

const fileOf = (row: number) => `picture-${String(row).padStart(4, '0')}.png`;
const idOf = (row: number) => `images/${fileOf(row)}`;

async function writePictures(folder: string, pictures: readonly Picture[]): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  for (const [row, data] of pictures.entries())
    await writeFile(
      join(folder, idOf(row)),
      encode({ width: side, height: side, data, channels: 1, depth: 8 }),
    );
}

async function writeTable(
  file: string,
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  const lines = [heading, ...rows].map((row) => `${row.join(',')}\n`);
  await writeFile(file, lines.join(''));
}

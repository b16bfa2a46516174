/**
 * A folder of many small pictures beside a table, as large as a page should stay smooth with: nine classes, patients of three
 * pictures, covariates, and files that are damaged or not there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { csv, Dice } from '../../test/datasets/generate/files.ts';

const side = 28;
const classes = [
  'adipose',
  'background',
  'debris',
  'lymphocytes',
  'mucus',
  'muscle',
  'mucosa',
  'stroma',
  'epithelium',
];
const sites = ['north', 'south', 'east', 'west'];
const filesOfFolder = 1000;
/** A few pictures, told apart by their grain, are drawn of each class; a file is one of them with a pixel changed. */
const drawnOfClass = 400;

export interface MadeCounts {
  readonly usable: number;
  readonly damaged: number;
  /** Named by the table only. */
  readonly missing: number;
}

/** Writes `images/` and `cases.csv` into `folder`, which is made. */
export function writeSamples(folder: string, { usable, damaged, missing }: MadeCounts): void {
  const dice = new Dice('smooth');
  const drawn = classes.map((_, of) =>
    Array.from({ length: drawnOfClass }, () => drawPicture(of, dice)),
  );
  const rows: (string | number)[][] = [['file', 'tissue', 'patient', 'age', 'sex', 'site']];
  for (let i = 0; i < usable + damaged + missing; i++) {
    const of = dice.below(classes.length);
    const at = `${Math.floor(i / filesOfFolder)}`.padStart(2, '0');
    const file = `images/${at}/case-${i}.png`;
    if (i % filesOfFolder === 0) mkdirSync(join(folder, 'images', at), { recursive: true });
    const patient = Math.floor(i / 3);
    const age = 20 + ((patient * 7) % 70);
    rows.push([file, classes[of]!, `P${patient}`, age, patient % 2 ? 'F' : 'M', sites[patient % 4]!]);
    if (i >= usable + damaged) continue;
    const data = dice.pick(drawn[of]!).slice();
    for (let k = 0; k < 8; k++) data[dice.below(data.length)] = dice.below(256);
    const png = encode({ width: side, height: side, data, channels: 1, depth: 8 });
    writeFileSync(join(folder, file), i < usable ? png : png.subarray(0, png.length / 2));
  }
  writeFileSync(join(folder, 'cases.csv'), csv(rows));
}

/** `[28, 28]`: waves that are as wide as the class is high, under so much grain that a model makes mistakes. */
function drawPicture(of: number, dice: Dice): Uint8Array {
  const turn = dice.random() * Math.PI;
  const phase = dice.random() * 2 * Math.PI;
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const along = (i % side) * Math.cos(turn) + Math.floor(i / side) * Math.sin(turn);
    const wave = Math.sin(phase + (along * (2 + of)) / 6);
    return 128 + 30 * wave + 150 * (dice.random() - 0.5);
  });
}

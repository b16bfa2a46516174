/**
 * A dataset written to disk for a test: grey PNG pictures and a table with a label, a note in Chinese and English, and a
 * patient for each. Two independent cues decide the label together: one only the picture shows, the other only the note
 * tells, so that a model of one of them can be right only so often. By design of the label (`picture + note > 0`, both
 * standard normal, the note rounded) either cue alone has an AUC of about 0.83, and both have one of about 0.99.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { seededRandom } from '../../src/domain/index.ts';

export interface MadeOptions {
  readonly samples: number;
  /** Side of the pictures in px. */
  readonly side?: number;
  readonly seed?: number;
}

export interface MadeSample {
  /** As in the table's `file` column, below `images/`. */
  readonly file: string;
  readonly finding: (typeof findings)[number];
  readonly note: string;
  readonly patient: string;
}

export const findings = ['clear', 'opaque'] as const;
export const tableFile = 'cases.csv';
const samplesPerPatient = 3;
const phrasesPerNote = 8;

const phrases = {
  for: ['marked fever', 'short of breath', '咳嗽加重', '高热不退'],
  against: ['feels well', 'routine check', '睡眠正常', '常规体检'],
} as const;

/** Writes `images/*.png` and `cases.csv` into `folder`, which is made. Returns what it wrote, in the table's order. */
export async function writeMadeFolder(folder: string, options: MadeOptions): Promise<MadeSample[]> {
  const { samples, side = 40, seed = 1 } = options;
  const random = seededRandom(seed, 'made folder');
  await mkdir(join(folder, 'images'), { recursive: true });
  const made: MadeSample[] = [];
  for (let i = 0; i < samples; i++) {
    const shown = normal(random);
    const told = Math.round(((normal(random) + 2) / 4) * phrasesPerNote);
    const count = Math.max(0, Math.min(phrasesPerNote, told));
    const toldValue = (count / phrasesPerNote) * 4 - 2;
    const file = `case-${String(i).padStart(4, '0')}.png`;
    const data = drawPicture(shown, side, random);
    await writeFile(
      join(folder, 'images', file),
      encode({ width: side, height: side, data, channels: 1, depth: 8 }),
    );
    made.push({
      file,
      finding: findings[shown + toldValue > 0 ? 1 : 0],
      note: writeNote(count, random),
      patient: `P${String(Math.floor(i / samplesPerPatient)).padStart(3, '0')}`,
    });
  }
  const lines = made.map(
    ({ file, finding, note, patient }) => `${file},${finding},"${note}",${patient}`,
  );
  await writeFile(join(folder, tableFile), ['file,finding,note,patient', ...lines, ''].join('\n'));
  return made;
}

/** `[side, side]`: a soft disc somewhere near the middle, as much lighter than the ground as `shown` is high, and grain. */
function drawPicture(shown: number, side: number, random: () => number): Uint8Array {
  const x = side * (0.4 + 0.2 * random());
  const y = side * (0.4 + 0.2 * random());
  const radius = side * 0.28;
  const lightness = 70 + 25 * Math.max(-2.5, Math.min(2.5, shown));
  const data = new Uint8Array(side * side);
  for (let i = 0; i < data.length; i++) {
    const distance = Math.hypot((i % side) - x, Math.floor(i / side) - y);
    const inside = Math.max(0, Math.min(1, (radius - distance) / 2 + 0.5));
    data[i] = Math.max(0, Math.min(255, Math.round(60 + inside * lightness + 24 * (random() - 0.5))));
  }
  return data;
}

/** `count` of the phrases speak for the finding, the others against it; in any order. */
function writeNote(count: number, random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const chosen = Array.from({ length: phrasesPerNote }, (_, i) =>
    pick(i < count ? phrases.for : phrases.against),
  );
  const keys = chosen.map(() => random());
  const order = chosen.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
  return order.map((i) => chosen[i]!).join('; ');
}

/** Standard normal, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

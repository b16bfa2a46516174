/**
 * The built-in sample: drawn blood smears, 720 white cells with a nucleus that is round or lobed, and a technician's note
 * on each. Picture and note each tell a part of the story, so that image, text and both together can be compared. Everything is
 * made from formulas with a fixed seed; no photograph and no patient is in it.
 */
import { encode } from 'fast-png';
import { seededRandom, type LooseFile, type SourceDescriptor } from '../domain/index.ts';

const side = 64;
const cells = 720;
const cellsPerDonor = 6;

const hints = {
  lobed: ['segmented outline', 'bridges between lobes', 'fine pink granules', '分叶状', '颗粒细小'],
  round: ['smooth contour', 'scant blue cytoplasm', 'coarse chromatin', '圆形', '胞质少'],
} as const;
const fillers = [
  'stain slightly dark',
  'edge of the smear',
  'well spread',
  'repeat staining',
  '染色偏深',
  '涂片良好',
];

type Nucleus = keyof typeof hints;

export async function makeSample(): Promise<SourceDescriptor> {
  const random = seededRandom(7, 'sample');
  const files: LooseFile[] = [];
  const lines = ['file,nucleus,note,donor'];
  for (let cell = 0; cell < cells; cell++) {
    const lobulation = random();
    // Who labelled them was not sure either: between round and lobed there are all degrees.
    const nucleus: Nucleus = lobulation + (random() - 0.5) * 0.6 > 0.5 ? 'lobed' : 'round';
    const name = `cell-${String(cell).padStart(3, '0')}.png`;
    files.push(pngFile(`images/${name}`, drawCell(lobulation, random)));
    const donor = `donor-${String(Math.floor(cell / cellsPerDonor)).padStart(2, '0')}`;
    lines.push(`${name},${nucleus},"${note(nucleus, random)}",${donor}`);
    // Gives the page a breath: drawing all of them takes about as long as ten frames.
    if (cell % 40 === 39) await new Promise((resolve) => setTimeout(resolve));
  }
  const path = 'cells.csv';
  files.push({
    path,
    file: new File([lines.join('\n') + '\n'], path, { type: 'text/csv', lastModified: 0 }),
  });
  return { kind: 'files', name: 'sample', files };
}

function pngFile(path: string, data: Uint8Array): LooseFile {
  const png = new Uint8Array(encode({ width: side, height: side, data, channels: 3, depth: 8 }));
  return {
    path,
    file: new File([png], path.slice(path.lastIndexOf('/') + 1), { type: 'image/png', lastModified: 0 }),
  };
}

function pick<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)]!;
}

/** Four notes in five carry a hint, one in six of these the wrong one. */
function note(nucleus: Nucleus, random: () => number): string {
  const other: Nucleus = nucleus === 'lobed' ? 'round' : 'lobed';
  const words: string[] = [pick(fillers, random)];
  if (random() < 0.8) words.push(pick(hints[random() < 5 / 6 ? nucleus : other], random));
  if (random() < 0.5) words.reverse();
  return words.join('; ');
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** `[side, side, 3]`: pale ground, a lilac cell body, a violet nucleus of three lobes that lie apart or in one, and grain. */
function drawCell(lobulation: number, random: () => number): Uint8Array {
  const centre = (spread: number): number => side / 2 + (random() - 0.5) * spread;
  const body: Disc = { x: centre(12), y: centre(12), radius: 20 + random() * 6 };
  const discs = nucleusDiscs(lobulation, body, random);
  const grain = 10 + random() * 26;
  const light = 0.85 + random() * 0.25;
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inBody = coverage([body], x, y);
      const inNucleus = coverage(discs, x, y) * 0.8;
      const noise = (random() - 0.5) * 2 * grain;
      const at = (y * side + x) * 3;
      for (const [channel, [ground, flesh, core]] of inks.entries()) {
        const colour = mix(mix(ground, flesh, inBody), core, inNucleus);
        data[at + channel] = Math.max(0, Math.min(255, Math.round(colour * light + noise)));
      }
    }
  }
  return data;
}

/** Red, green and blue of ground, cell body and nucleus. */
const inks = [
  [238, 214, 116],
  [228, 186, 78],
  [232, 214, 158],
] as const;

const lobes = 3;

/** @param lobulation from 0, a round nucleus, to 1, three lobes that hardly touch */
function nucleusDiscs(lobulation: number, body: Disc, random: () => number): Disc[] {
  const turn = random() * 2 * Math.PI;
  return Array.from({ length: lobes }, (_, lobe) => {
    const angle = turn + (lobe * 2 * Math.PI) / lobes + (random() - 0.5) * 0.6;
    const reach = 2 + lobulation * 6 + random() * 2;
    return {
      x: body.x + Math.cos(angle) * reach,
      y: body.y + Math.sin(angle) * reach,
      radius: 9 - lobulation * 2.5 + random() * 1.5,
    };
  });
}

/** How far (0 to 1) a pixel lies inside the nearest disc, with an edge two pixels wide. */
function coverage(discs: readonly Disc[], x: number, y: number): number {
  const inside = discs.map((disc) => (disc.radius - Math.hypot(x - disc.x, y - disc.y)) / 2 + 0.5);
  return Math.max(0, Math.min(1, Math.max(...inside)));
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

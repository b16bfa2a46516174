/**
 * Cholec80 (Twinanda et al., IEEE TMI 2017): frames of 80 gall bladder operations with the phase and the tools in use. Samples come in the
 * order of videos and frames; those of a video stay together. Frames have to be extracted beforehand: their numbers are those of 25 a
 * second, or seconds from 0 or from 1, which is found out.
 */
import type { Split } from '../domain/index.ts';
import { baseName, folderOf } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { Files } from './published/files.ts';
import { imagesBy } from './published/images.ts';
import { LabelValues, multiLabel, oneOf } from './published/label-values.ts';
import { eachLine } from './published/lines.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const phases = [
  'Preparation',
  'CalotTriangleDissection',
  'ClippingCutting',
  'GallbladderDissection',
  'GallbladderPackaging',
  'CleaningCoagulation',
  'GallbladderRetraction',
];
const tools = ['Grasper', 'Bipolar', 'Hook', 'Scissors', 'Clipper', 'Irrigator', 'SpecimenBag'];
const framesPerSecond = 25;
const lastOfTrain = 40;
const table = /^video(\d+)-phase\.txt$/;

export const cholec80 = publishedReader({
  name: 'cholec80',
  title: 'Cholec80',
  licence: 'CC BY-NC-SA 4.0, by agreement with CAMMA',
  sharing: 'ask',
  find(files) {
    const [first] = files.named(table);
    return Promise.resolve(
      first === undefined ? null : { file: first, columns: [], read: (job) => read(files, job) },
    );
  },
});

async function read(files: Files, job: ReadingJob): Promise<Findings> {
  const frames = framesByVideo(job.images);
  const samples = new SampleRows(imagesBy(job.images, (path) => path));
  const [phase, tool] = [new LabelValues(1), new LabelValues(tools.length)];
  const paths = inNaturalOrder(files.named(table), baseName);
  for (const path of paths) {
    const video = Number(table.exec(baseName(path))![1]);
    const written = await readRows(path, job, ([name]) => phases.indexOf(name ?? ''));
    const [toolPath] = files.named(baseName(path).replace('phase', 'tool'));
    const toolsOf =
      toolPath === undefined
        ? new Map<number, number[]>()
        : await readRows(toolPath, job, (cells) => tools.map((_, k) => (cells[k] === '1' ? 1 : 0)));
    const phaseOf = byFrame(written, toolsOf);
    const found = frames.get(video) ?? [];
    const toFrame = schemeOf(
      found.map(({ number }) => number),
      Math.max(0, ...phaseOf.keys()),
    );
    for (const { path: file, number } of found) {
      const frame = toFrame(number);
      const split: Split = video <= lastOfTrain ? 'train' : 'test';
      const place = { table: path, row: frame + 2, file };
      const covariates = { second: frame / framesPerSecond };
      if (samples.add(file, place, { patient: `video ${video}`, split, covariates }) === null) continue;
      phase.add([phaseOf.get(frame) ?? -1]);
      const used = toolsOf.get(frame);
      if (used === undefined) tool.addMissing();
      else tool.add(used);
    }
  }
  return {
    samples,
    labels: [
      phase.toColumn(oneOf('phase', phases), paths[0]!),
      tool.toColumn(multiLabel('tools', tools), paths[0]!),
    ],
  };
}

interface Frame {
  readonly path: string;
  readonly number: number;
}

/** In `video01/…`, `01/…` or `1/…`, by the last number of their names. */
function framesByVideo(images: readonly string[]): ReadonlyMap<number, Frame[]> {
  const found = new Map<number, Frame[]>();
  for (const path of inNaturalOrder(images, (one) => one)) {
    const [, video] = /^(?:video)?0*(\d+)$/i.exec(baseName(folderOf(path))) ?? [];
    const [, number] = /(\d+)\.\w+$/.exec(baseName(path)) ?? [];
    if (video === undefined || number === undefined) continue;
    const frames = found.get(Number(video)) ?? [];
    frames.push({ path, number: Number(number) });
    found.set(Number(video), frames);
  }
  return found;
}

/**
 * From the number of a frame's file to its number at 25 a second. Numbers beyond the seconds that a video has can't be seconds.
 * @param last frame of which a phase is known
 */
function schemeOf(numbers: readonly number[], last: number): (number: number) => number {
  const seconds = Math.floor(last / framesPerSecond) + 1;
  if (numbers.some((number) => number > seconds)) return (number) => number;
  const first = numbers.includes(0) ? 0 : 1;
  return (number) => (number - first) * framesPerSecond;
}

/**
 * Phases by frame. Where others thinned them out to one a second and numbered them anew, tools, which nobody numbers anew, go on long
 * after the last of them.
 */
function byFrame(
  phaseOf: ReadonlyMap<number, number>,
  toolsOf: ReadonlyMap<number, unknown>,
): ReadonlyMap<number, number> {
  const last = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => Math.max(a, b), 0);
  if (last(toolsOf.keys()) < 2 * last(phaseOf.keys()) || phaseOf.size === 0) return phaseOf;
  return new Map([...phaseOf].map(([second, phase]) => [second * framesPerSecond, phase]));
}

/** Rows by the number of their frame; the first line has headings. */
async function readRows<T>(
  path: string,
  job: ReadingJob,
  take: (cells: readonly string[]) => T,
): Promise<Map<number, T>> {
  const rows = new Map<number, T>();
  const problem = await eachLine(job.files.source, path, job.signal, (line) => {
    const [frame = '', ...cells] = line.split(/\s+/);
    // Only whole seconds are asked for of 25 rows a second, unless frames are numbered otherwise.
    if (/^\d+$/.test(frame)) rows.set(Number(frame), take(cells));
  });
  job.note(problem);
  return rows;
}

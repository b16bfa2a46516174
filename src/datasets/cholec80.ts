/**
 * Cholec80 (Twinanda et al., IEEE TMI 2017): frames of 80 gall bladder operations with the phase and the tools in use. Samples come in the
 * order of videos and frames; those of a video stay together. Frames that were extracted are numbered by 25 a second, or by seconds from
 * 0 or from 1, which is found out. Of a video without any, a moment every five seconds is a sample: of H.264 of its size with a key frame
 * every ten seconds, a second of film then costs a worker 14 ms, and 42 ms with a sample a second, which for 80 operations are two hours.
 */
import type { ImageReference, Split } from '../domain/index.ts';
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
/** Seconds between two samples of a video. */
const step = 5;
const table = /^video(\d+)-phase\.txt$/;
const film = /^video(\d+)\.(?:mp4|m4v|mov)$/i;

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
  const films = new Map(
    job.images.flatMap((path) => {
      const [, video] = film.exec(baseName(path)) ?? [];
      return video === undefined ? [] : [[Number(video), path] as const];
    }),
  );
  let filmed = 0;
  const samples = new SampleRows(imagesBy(job.images, (path) => path));
  const [phase, tool] = [new LabelValues(1), new LabelValues(tools.length)];
  const paths = inNaturalOrder(files.named(table), baseName);
  for (const phasePath of paths) {
    const video = Number(table.exec(baseName(phasePath))![1]);
    const written = await readRows(phasePath, job, ([name]) => phases.indexOf(name ?? ''));
    const [toolPath] = files.named(baseName(phasePath).replace('phase', 'tool'));
    const toolsOf =
      toolPath === undefined
        ? new Map<number, number[]>()
        : await readRows(toolPath, job, (cells) => tools.map((_, k) => (cells[k] === '1' ? 1 : 0)));
    const phaseOf = byFrame(written, toolsOf);
    const found = frames.get(video);
    const path = films.get(video);
    const pictures =
      found !== undefined || path === undefined
        ? extracted(found ?? [], phaseOf)
        : moments(path, toolsOf.size > 0 ? toolsOf : phaseOf);
    if (pictures[0]?.image !== undefined) filmed++;
    for (const { file, frame, image } of pictures) {
      const split: Split = video <= lastOfTrain ? 'train' : 'test';
      const covariates = { second: frame / framesPerSecond };
      const facts = { patient: `video ${video}`, split, covariates, ...(image && { image }) };
      const place = { table: file, row: frame, file };
      if (samples.add(image === undefined ? file : null, place, facts) === null) continue;
      phase.add([phaseOf.get(frame) ?? -1]);
      const used = toolsOf.get(frame);
      if (used === undefined) tool.addMissing();
      else tool.add(used);
    }
  }
  if (filmed > 0)
    job.say({
      kind: 'frames-of-videos',
      holds: true,
      parameters: { videos: filmed, seconds: step },
    });
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

interface Picture {
  readonly file: string;
  /** Its number at 25 a second. */
  readonly frame: number;
  /** Where it isn't all of the file. */
  readonly image?: ImageReference;
}

function extracted(found: readonly Frame[], phaseOf: ReadonlyMap<number, unknown>): Picture[] {
  const numbers = found.map(({ number }) => number);
  const toFrame = schemeOf(numbers, lastOf(phaseOf.keys()));
  return found.map(({ path, number }) => ({ file: path, frame: toFrame(number) }));
}

/** @param known rows by frame, of which those on a step are taken */
function moments(path: string, known: ReadonlyMap<number, unknown>): Picture[] {
  const frames = [...known.keys()].filter((frame) => frame % (step * framesPerSecond) === 0);
  return frames
    .sort((a, b) => a - b)
    .map((frame) => {
      const image = { kind: 'file', path, seconds: frame / framesPerSecond } as const;
      return { file: path, frame, image };
    });
}

const lastOf = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => Math.max(a, b), 0);

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
  if (lastOf(toolsOf.keys()) < 2 * lastOf(phaseOf.keys()) || phaseOf.size === 0) return phaseOf;
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

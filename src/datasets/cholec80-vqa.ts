/**
 * Cholec80-VQA (Seenivasan et al., MICCAI 2022): questions about frames of gall bladder operations, a text file a frame. Samples are
 * questions, in the order of videos and frames; all of a video stay together. Its archive has no images. The authors learned and tested on
 * every fourth second alone, which is a target of its own beside that of all frames.
 */
import type { Split } from '../domain/index.ts';
import { folderOf, baseName } from './listing.ts';
import { inNaturalOrder } from './natural-order.ts';
import { answerTarget, answerTargets } from './published/answers.ts';
import type { Files } from './published/files.ts';
import { imagesBy, lastPartsKey } from './published/images.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { eachText } from './published/text-files.ts';

/** Frames are numbered at 25 a second. */
const framesPerSecond = 25;
/** The authors' loaders skip frames whose number is no multiple of this. */
const published = 100;
const videosOfVal = new Set([5, 11, 12, 17, 19, 26, 27, 31]);
const lastVideo = 40;
const question = /(?:^|\/)Classification\/(\d+)\/(\d+)_QA\.txt$/;

export const cholec80Vqa = publishedReader({
  name: 'cholec80-vqa',
  title: 'Cholec80-VQA',
  licence: 'CC BY-NC-SA 4.0',
  sharing: 'caution',
  overlaps: 'Cholec80',
  async find(files) {
    const paths = questionFiles(files);
    const [first] = paths;
    if (first === undefined) return null;
    const file = await files.source.open(first);
    const head = new TextDecoder().decode(await file.slice(0, Math.min(file.size, 4096)));
    return head.includes('|') ? { file: first, columns: [], read: (job) => read(paths, job) } : null;
  },
});

function questionFiles({ listing }: Files): string[] {
  const found = listing.files.filter((path) => question.test(path));
  return inNaturalOrder(found, (path) => path);
}

function splitOf(video: number): Split | null {
  if (!(video >= 1 && video <= lastVideo)) return null;
  return videosOfVal.has(video) ? 'val' : 'train';
}

async function read(paths: readonly string[], job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, (path) => lastPartsKey(path, 2));
  const samples = new SampleRows(images);
  const answers: string[] = [];
  const frames: number[] = [];
  const given: (Split | null)[] = [];
  await eachText(job, paths, (text, path) => {
    const [, video, frame] = question.exec(path)!;
    const image = images.get(`${video!}/${frame!}`);
    const split = splitOf(Number(video));
    text.split('\n').forEach((line, i) => {
      // An answer may have further bars; a question has none.
      const bar = line.indexOf('|');
      if (bar < 0) return;
      const facts = {
        patient: `video ${video!}`,
        study: `${baseName(folderOf(path))}/${frame!}`,
        split,
        text: { question: line.slice(0, bar).trim() },
        covariates: { second: Number(frame) / framesPerSecond },
        ...(image !== undefined && { image: { kind: 'file', path: image } as const }),
      };
      const place = { table: path, row: i + 1, file: `${video!}/${frame!}.png` };
      if (samples.add(null, place, facts) === null) return;
      answers.push(line.slice(bar + 1).trim());
      frames.push(Number(frame));
      given.push(split);
    });
  });
  const labels = answerTargets(answers, given, job, paths[0]!);
  if (!isEverySecond(frames)) return { samples, labels };
  const some = answers.map((answer, i) => (frames[i]! % published === 0 ? answer : ''));
  return {
    samples,
    labels: [...labels, answerTarget('answer every fourth second', some, given, paths[0]!)],
  };
}

/** Whether there are more frames than the authors used, numbered as theirs are. */
function isEverySecond(frames: readonly number[]): boolean {
  return (
    frames.every((frame) => frame % framesPerSecond === 0) &&
    frames.some((frame) => frame % published !== 0)
  );
}

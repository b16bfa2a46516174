/** All checks one after the other, with progress; aborting stops between two portions of work. */
import type { Finding, HealthProgress, HealthReport, TensorReader } from '../domain/index.ts';
import { duplicateFindings } from './duplicate-findings.ts';
import { findDuplicates } from './duplicates.ts';
import type { Examined } from './examined.ts';
import { picturesInUse } from './pictures.ts';
import {
  blankFindings,
  polarityFindings,
  depthFindings,
  sizeFindings,
  unreadableFindings,
  writtenOnFindings,
  type ImageFacts,
} from './pixel-checks.ts';
import { bySeverity, sampleFindings } from './sample-checks.ts';
import { shortcutFindings } from './shortcuts.ts';
import { readThumbnails } from './thumbnails.ts';
import { isWrittenOn } from './written-on.ts';

/** Tensors of all rows of the table, with what else is known of the images. */
export interface CutImages {
  readonly tensors: TensorReader;
  readonly facts: ImageFacts;
}

/** @param images null before the cut, or where there are none */
export async function* examine(
  examined: Examined,
  images: CutImages | null,
  signal: AbortSignal,
): AsyncGenerator<HealthProgress, HealthReport, void> {
  const started = performance.now();
  const total = examined.table.length;
  const nothing: ImageFacts = { rejected: new Set(), sizes: null, bits: null };
  yield { stage: 'samples', done: 0, total };
  const findings = sampleFindings(examined);
  signal.throwIfAborted();
  if (images !== null) findings.push(...(yield* examinePixels(examined, images, signal)));
  yield { stage: 'shortcuts', done: 0, total };
  signal.throwIfAborted();
  findings.push(...shortcutFindings(examined, images?.facts ?? nothing));
  return {
    findings: bySeverity(merged(findings)),
    withPixels: images !== null,
    seconds: (performance.now() - started) / 1000,
  };
}

async function* examinePixels(
  examined: Examined,
  { tensors, facts }: CutImages,
  signal: AbortSignal,
): AsyncGenerator<HealthProgress, Finding[], void> {
  const pictures = picturesInUse(examined, facts.rejected);
  const total = pictures.first.length;
  const writtenOn = new Uint8Array(total);
  const reading = readThumbnails(tensors, pictures.first, (tensor, i) => {
    writtenOn[i] = isWrittenOn(tensor, tensors.size, tensors.channels) ? 1 : 0;
  });
  let read = await reading.next();
  for (; read.done !== true; read = await reading.next()) {
    yield { stage: 'pictures', done: read.value, total };
    signal.throwIfAborted();
  }
  const thumbnails = read.value;
  const searching = findDuplicates(thumbnails);
  let found = searching.next();
  for (; found.done !== true; found = searching.next()) {
    yield { stage: 'duplicates', done: Math.round(found.value * total), total };
    signal.throwIfAborted();
  }
  return [
    ...unreadableFindings(examined, facts),
    ...blankFindings(examined, thumbnails),
    ...duplicateFindings(examined, pictures, found.value),
    ...polarityFindings(examined, thumbnails, tensors.channels),
    ...sizeFindings(examined, facts, pictures.first),
    ...depthFindings(examined, facts, pictures.first),
    ...writtenOnFindings(examined, thumbnails, writtenOn),
  ];
}

/** One check is one finding, whether it found something in the table or in the pixels. */
function merged(findings: readonly Finding[]): Finding[] {
  const together = new Map<string, Finding>();
  const alone: Finding[] = [];
  for (const one of findings) {
    if (one.check !== 'conflicting-labels') {
      alone.push(one);
      continue;
    }
    const before = together.get(one.check);
    if (before?.check !== 'conflicting-labels') together.set(one.check, one);
    else
      together.set(one.check, {
        ...before,
        count: before.count + one.count,
        parameters: { images: before.count + one.count },
        examples: [...before.examples, ...one.examples],
        rows: [...before.rows, ...one.rows],
      });
  }
  return [...together.values(), ...alone];
}

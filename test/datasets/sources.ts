/** Sources made of a few lines of text, and recognising them in one call. */
import { readFileSync } from 'node:fs';
import {
  AppError,
  type EvidenceKind,
  type EvidenceParameters,
  type Inspection,
  type Problem,
  type Reading,
  type ReadingProgress,
  type Source,
} from '../../src/domain/index.ts';
import { recognise, type Recognised } from '../../src/datasets/index.ts';
import { memorySource } from '../../src/source/index.ts';

const encoder = new TextEncoder();
const anything = new Uint8Array([1]);

/** Images (whose bytes don't matter here) and texts by path. */
export function folder(
  images: readonly string[],
  texts: Record<string, string | Uint8Array> = {},
): Source {
  return memorySource('dropped', {
    ...Object.fromEntries(images.map((path) => [path, anything])),
    ...Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [
        path,
        typeof text === 'string' ? encoder.encode(text) : text,
      ]),
    ),
  });
}

/** Files of `test/fixtures/datasets`. */
export function fixtures(...names: string[]): Source {
  const read = (name: string) =>
    new Uint8Array(readFileSync(new URL(`../fixtures/datasets/${name}`, import.meta.url)));
  return memorySource('dropped', Object.fromEntries(names.map((name) => [name, read(name)])));
}

/** Lines of comma-separated cells. */
export function csv(...rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.join(',')).join('\n');
}

const anyReading: Reading = { reader: null, columns: null };

export async function read(
  source: Source,
  reading: Partial<Reading> = {},
  signal = new AbortController().signal,
): Promise<Recognised & { progress: ReadingProgress[] }> {
  const progress: ReadingProgress[] = [];
  const steps = recognise(source, { ...anyReading, ...reading }, signal);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { ...step.value, progress };
    progress.push(step.value);
  }
}

/** The problem that reading ends with. */
export async function problemOf(source: Source, reading: Partial<Reading> = {}): Promise<Problem> {
  const { inspection } = await read(source, reading).catch((error: unknown) => {
    if (error instanceof AppError) return { inspection: error.problem };
    throw error;
  });
  if ('kind' in inspection) return inspection;
  throw new Error(`recognised as ${inspection.reader}`);
}

/** The parameters of a piece of evidence, undefined where there is none. */
export function evidence<K extends EvidenceKind>(
  inspection: Inspection,
  kind: K,
): EvidenceParameters[K] | undefined {
  return inspection.evidence.find((reason) => reason.kind === kind)?.parameters as
    EvidenceParameters[K] | undefined;
}

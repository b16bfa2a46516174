/** Two of the layouts of Indiana's reports that are no tables: Open-i's XML, a file a report, and the JSON that R2Gen is trained from. */
import { AppError, appError, splits, type Split } from '../../domain/index.ts';
import { baseName, stemOf } from '../listing.ts';
import { inNaturalOrder } from '../natural-order.ts';
import type { ReadingJob } from './published.ts';

/** A report, and the images of its study as far as it names them. */
export interface IndianaReport {
  readonly uid: string;
  readonly table: string;
  readonly row: number;
  readonly images: readonly { readonly key: string; readonly projection: string | null }[];
  /** Terms that indexers gave the report, without what qualifies them; null where the layout has none. */
  readonly terms: readonly string[] | null;
  readonly exam: string | null;
  readonly split: Split | null;
  readonly text: Readonly<Record<string, string>>;
}

/** Files read at once. */
const atOnce = 16;
/** R2Gen's file is of about 2 MB. */
const largestJson = 64 * 1024 * 1024;

/** Reports in the order of their numbers; one that can't be read is rejected by itself. */
export async function readXmlReports(
  job: ReadingJob,
  paths: readonly string[],
): Promise<IndianaReport[]> {
  const ordered = inNaturalOrder(paths, baseName);
  const reports: IndianaReport[] = [];
  for (let first = 0; first < ordered.length; first += atOnce) {
    job.signal.throwIfAborted();
    const some = ordered.slice(first, first + atOnce);
    const texts = await Promise.all(some.map((path) => readText(job, path)));
    some.forEach((path, i) => {
      if (texts[i] !== null) reports.push(reportOfXml(path, texts[i]!));
    });
  }
  return reports;
}

function reportOfXml(path: string, xml: string): IndianaReport {
  const section = (label: string) =>
    plain(new RegExp(`<AbstractText Label="${label}"[^>]*>([^<]*)<`).exec(xml)?.[1] ?? '');
  const mesh = /<MeSH>([\s\S]*?)<\/MeSH>/.exec(xml)?.[1] ?? '';
  return {
    uid: stemOf(baseName(path)),
    table: path,
    row: 1,
    images: [...xml.matchAll(/<parentImage\s[^>]*id="([^"]+)"/g)].map(([, key]) => ({
      key: key!,
      projection: null,
    })),
    terms: [...mesh.matchAll(/<major>([^<]*)</g)].map(([, term]) => plain(term!).split('/')[0]!),
    exam: null,
    split: null,
    text: {
      indication: section('INDICATION'),
      findings: section('FINDINGS'),
      impression: section('IMPRESSION'),
      comparison: section('COMPARISON'),
    },
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** @throws AppError `damaged-table` for what is no such JSON */
export async function readAnnotations(job: ReadingJob, path: string): Promise<IndianaReport[]> {
  const damaged = (detail: string) => appError('damaged-table', path, { row: null, detail });
  const file = await job.files.source.open(path);
  if (file.size > largestJson) throw damaged(`${file.size} bytes, the limit is ${largestJson}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(await file.slice(0, file.size)));
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(error.message);
    throw error;
  }
  const bySplit = recordOf(parsed);
  return splits.flatMap((split) => {
    const list = bySplit[split];
    if (!Array.isArray(list)) return [];
    return list.map(recordOf).map((entry, i) => ({
      uid: textOf(entry.id),
      table: path,
      row: i + 1,
      images: (Array.isArray(entry.image_path) ? entry.image_path : []).map((one) => ({
        key: textOf(one).split('/').slice(-2).join('/'),
        projection: null,
      })),
      terms: null,
      exam: null,
      split,
      text: { report: textOf(entry.report) },
    }));
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function readText(job: ReadingJob, path: string): Promise<string | null> {
  try {
    const file = await job.files.source.open(path);
    return new TextDecoder().decode(await file.slice(0, file.size));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    job.note(error.problem);
    return null;
  }
}

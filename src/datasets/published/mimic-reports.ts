/** The reports of MIMIC-CXR: a text file for each study, in a zip or unpacked, wherever it lies. */
import { AppError } from '../../domain/index.ts';
import { baseName } from '../listing.ts';
import type { ReadingJob } from './published.ts';
import { reportSections, type ReportSections } from './report-sections.ts';

/** Files read at once: enough to hide the wait for a disk. */
const atOnce = 16;

/** Paths of reports by study id. */
export function findReports(files: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of files) {
    const [, study] = /^s(\d{8})\.txt$/.exec(baseName(path)) ?? [];
    if (study !== undefined && !found.has(study)) found.set(study, path);
  }
  return found;
}

/** Sections by study id, for the studies that are wanted. A report that can't be read is rejected by itself. */
export async function readReports(
  job: ReadingJob,
  paths: ReadonlyMap<string, string>,
  studies: Iterable<string>,
): Promise<ReadonlyMap<string, ReportSections>> {
  const sections = new Map<string, ReportSections>();
  const wanted = [...new Set(studies)].filter((study) => paths.has(study));
  for (let first = 0; first < wanted.length; first += atOnce) {
    job.signal.throwIfAborted();
    const some = wanted.slice(first, first + atOnce);
    const texts = await Promise.all(some.map((study) => readText(job, paths.get(study)!)));
    some.forEach((study, i) => sections.set(study, reportSections(texts[i]!)));
  }
  return sections;
}

async function readText(job: ReadingJob, path: string): Promise<string> {
  try {
    const file = await job.files.source.open(path);
    return new TextDecoder().decode(await file.slice(0, file.size));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    job.note(error.problem);
    return '';
  }
}

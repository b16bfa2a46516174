/**
 * What Medical-Diff-VQA took from the reports before it asked: `all_diseases.json`, a list of studies with the findings that a report
 * has and those that it rules out. Its ids are text, those of the tables are numbers. Hundreds of megabytes are read a study at a time,
 * and only studies that are asked about are kept.
 */
import { missingLabel, unmentionedLabel } from '../domain/index.ts';
import { eachRecord } from '../formats/index.ts';
import { openGzip } from '../source/index.ts';
import { checkLabels, type CheckedLabels } from './labels.ts';
import { multiLabel } from './published/label-values.ts';
import type { ReadingJob } from './published/published.ts';

const name = 'all_diseases.json';
/** Classes, the commonest findings: for all questions of the real one they take 84 MB. */
const mostFindings = 30;
/** Studies that a finding has to be in: rarer ones are misspelt, or can't be learned. */
const fewestStudies = 10;

/** Findings by number; of those that a report rules out, -1 less the number. */
type Said = readonly number[];

/**
 * A target of the findings of each sample's study; null where the file is not there, or no finding is in enough studies.
 * @param studies of the samples, as the tables write them
 */
export async function diseaseFindings(
  studies: readonly string[],
  job: ReadingJob,
): Promise<CheckedLabels | null> {
  const [path] = job.files.named(name);
  if (path === undefined) {
    job.isAbsent(name, 'labels');
    return null;
  }
  const said = new Map<string, Said>();
  const asked = new Set(studies);
  const numbers = new Map<string, number>();
  const times: number[] = [];
  const numberOf = (finding: string) => {
    const number = numbers.get(finding) ?? numbers.size;
    numbers.set(finding, number);
    return number;
  };
  const file = await job.files.source.open(path);
  const unpacked = /\.gz$/i.test(path) ? await openGzip(file) : file;
  const problem = await eachRecord(unpacked, job.signal, (record) => {
    const study = String(record.study_id);
    if (!asked.has(study) || said.has(study)) return;
    const present = keysOf(record.entity).map(numberOf);
    for (const number of present) times[number] = (times[number] ?? 0) + 1;
    const absent = textsOf(record.no_entity).map((finding) => -1 - numberOf(finding));
    // Both are said where a finding is in one place and not in another.
    said.set(study, [...absent, ...present]);
  });
  job.note(problem);
  const classes = [...numbers]
    .filter(([, number]) => (times[number] ?? 0) >= fewestStudies)
    .sort((a, b) => times[b[1]]! - times[a[1]]!)
    .slice(0, mostFindings);
  if (classes.length === 0) return null;
  const places = new Map(classes.map(([, number], place) => [number, place]));
  const values = new Int32Array(studies.length * classes.length);
  studies.forEach((study, i) => {
    const row = values.subarray(i * classes.length, (i + 1) * classes.length);
    const found = said.get(study);
    row.fill(found === undefined ? missingLabel : unmentionedLabel);
    for (const number of found ?? []) {
      const place = places.get(number < 0 ? -1 - number : number);
      if (place !== undefined) row[place] = number < 0 ? 0 : 1;
    }
  });
  const target = multiLabel(
    'findings',
    classes.map(([finding]) => finding),
  );
  return checkLabels({ target, width: classes.length, values }, path);
}

const keysOf = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

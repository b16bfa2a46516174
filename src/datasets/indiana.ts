/**
 * The chest X-rays with reports of Indiana University (Demner-Fushman et al., JAMIA 2016) in the layouts that go around: two tables
 * (Kaggle), Open-i's XML, and R2Gen's JSON. A sample is an image with the report of its study; patients are not known. Samples come
 * in the order of the projections, of the reports' numbers, or of the JSON.
 */
import type { CheckedLabels } from './labels.ts';
import { readAnnotations, readXmlReports, type IndianaReport } from './published/indiana-layouts.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, multiLabel, oneOf } from './published/label-values.ts';
import { kept } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const reportColumns = ['uid', 'findings', 'impression'];
const clear = 'normal';
/** A term is a class where so many of the reports have it. */
const smallestShare = 0.02;
/** What indexers read when they chose the terms. */
const minedFrom = ['findings', 'impression', 'report'];

export const indiana = publishedReader({
  name: 'indiana',
  title: 'Indiana University chest X-rays',
  licence: 'Open-i; terms of the National Library of Medicine',
  sharing: 'caution',
  hint: {
    beside: 'indiana_projections.csv',
    part: { table: 'indiana_reports.csv', called: 'indiana_reports.csv', columns: reportColumns },
  },
  async find(files) {
    const table = await files.table('indiana_reports.csv', reportColumns);
    if (table !== null)
      return { file: table.path, columns: reportColumns, read: (job) => readTables(files, job) };
    const [xml] = files.named(/^\d{1,4}\.xml$/).filter((path) => path.includes('ecgen-radiology/'));
    if (xml !== undefined) {
      const title = 'Indiana University chest X-rays (Open-i)';
      return { file: xml, columns: [], title, read: (job) => readXml(files, job) };
    }
    for (const path of files.named('annotation.json').slice(0, 4)) {
      const file = await files.source.open(path);
      const head = new TextDecoder().decode(await file.slice(0, Math.min(file.size, 4096)));
      if (!/CXR\d+_IM-/.test(head)) continue;
      const title = 'Indiana University chest X-rays (R2Gen)';
      return { file: path, columns: [], title, read: (job) => readJson(path, job) };
    }
    return null;
  },
});

/** `1_IM-0001-3001.dcm.png`, also where somebody took the double extension off. */
const keyOf = (name: string) => stemKey(name).replace(/\.dcm$/, '');

async function readTables(files: Files, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, keyOf);
  const byUid = new Map<string, { key: string; projection: string | null }[]>();
  const add = (uid: string, key: string, projection: string | null) => {
    const known = byUid.get(uid);
    if (known === undefined) byUid.set(uid, [{ key, projection }]);
    else known.push({ key, projection });
  };
  const projections = await job.table('indiana_projections.csv', ['uid', 'filename']);
  if (projections === null) {
    job.isAbsent('indiana_projections.csv', 'details');
    for (const key of images.keys()) add(/^(\d+)_/.exec(key)?.[1] ?? '', key, null);
  } else {
    const problem = await projections.eachRow(['uid', 'filename', 'projection'], job.signal, (cell) =>
      add(kept(cell('uid')), kept(keyOf(cell('filename'))), kept(cell('projection')) || null),
    );
    job.note(problem);
  }
  const reports: IndianaReport[] = [];
  const table = (await files.table('indiana_reports.csv', reportColumns))!;
  const fields = ['indication', 'findings', 'impression', 'comparison'];
  const wanted = ['uid', 'Problems', 'image', ...fields];
  const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
    const uid = kept(cell('uid'));
    reports.push({
      uid,
      table: table.path,
      row,
      images: byUid.get(uid) ?? [],
      terms: table.has('Problems')
        ? cell('Problems')
            .split(';')
            .map((one) => kept(one.trim()))
        : null,
      // Named like a file, it is what was examined: "Xray Chest PA and Lateral".
      exam: kept(cell('image')) || null,
      split: null,
      text: Object.fromEntries(fields.map((field) => [field, kept(cell(field))])),
    });
  });
  job.note(problem);
  return findingsOf(reports, images, job);
}

async function readXml(files: Files, job: ReadingJob): Promise<Findings> {
  const paths = files.named(/^\d{1,4}\.xml$/).filter((path) => path.includes('ecgen-radiology/'));
  return findingsOf(await readXmlReports(job, paths), imagesBy(job.images, keyOf), job);
}

async function readJson(path: string, job: ReadingJob): Promise<Findings> {
  const images = imagesBy(job.images, (one) => one.split('/').slice(-2).join('/'));
  return findingsOf(await readAnnotations(job, path), images, job);
}

function findingsOf(
  reports: readonly IndianaReport[],
  images: ReadonlyMap<string, string>,
  job: ReadingJob,
): Findings {
  const samples = new SampleRows(images);
  const reportOf: { report: IndianaReport; projection: string | null }[] = [];
  let alone = 0;
  for (const report of reports) {
    // With nothing but reports, a report is a sample.
    const views = images.size > 0 ? report.images : [{ key: report.uid, projection: null }];
    if (views.length === 0) alone++;
    for (const { key, projection } of views) {
      const { table, row, uid, text, split, exam } = report;
      if (samples.at(key) !== undefined) continue;
      const covariates = { projection, exam };
      const sample = samples.add(
        key,
        { table, row, file: key },
        { study: uid, split, text, covariates },
      );
      if (sample !== null) reportOf.push({ report, projection });
    }
  }
  if (alone > 0)
    job.say({
      kind: 'rows-without-image',
      holds: false,
      parameters: { rows: alone, of: reports.length, example: 'uid' },
    });
  return { samples, labels: labelsOf(reportOf) };
}

function labelsOf(
  samples: readonly { readonly report: IndianaReport; readonly projection: string | null }[],
): CheckedLabels[] {
  const labels: CheckedLabels[] = [];
  if (samples.some(({ report }) => report.terms !== null)) {
    const isAbnormal = new LabelValues(1);
    const classes = commonTerms(samples.map(({ report }) => report.terms ?? []));
    const found = new LabelValues(classes.length);
    for (const { report } of samples) {
      const terms = (report.terms ?? []).filter((term) => term !== '');
      isAbnormal.add([terms.length === 0 ? -1 : terms.includes(clear) ? 0 : 1]);
      if (terms.length === 0) found.addMissing();
      else found.add(classes.map((name) => (terms.includes(name) ? 1 : 0)));
    }
    labels.push(isAbnormal.toColumn(oneOf('abnormal', [clear, 'abnormal']), null, { minedFrom }));
    if (classes.length > 0)
      labels.push(found.toColumn(multiLabel('problems', classes), null, { minedFrom }));
  }
  if (samples.some(({ projection }) => projection !== null)) {
    const views = new LabelValues(1);
    const names = ['Frontal', 'Lateral'];
    for (const { projection } of samples) views.add([names.indexOf(projection ?? '')]);
    labels.push(views.toColumn(oneOf('projection', names), null));
  }
  return labels;
}

/** Terms by the alphabet that enough of the samples have. */
function commonTerms(samples: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const terms of samples)
    for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts]
    .filter(([term, count]) => term !== '' && term !== clear && count >= smallestShare * samples.length)
    .map(([term]) => term)
    .sort();
}

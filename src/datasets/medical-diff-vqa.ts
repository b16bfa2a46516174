/**
 * Medical-Diff-VQA (Hu et al., KDD 2023): questions about studies of MIMIC-CXR and what has changed since an earlier one. Samples are
 * questions, in the order of the table; those of a patient stay together. A question about a change is of two images: of the study that it
 * asks about, which is the later one, and of the earlier one that this is compared with.
 */
import type { Split } from '../domain/index.ts';
import { diseaseFindings } from './medical-diff-findings.ts';
import { answerTargets } from './published/answers.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { NameColumns } from './published/name-columns.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';
import { splitOfWord } from './split-words.ts';

const columns = ['study_id', 'subject_id', 'question', 'answer'];
const wanted = [...columns, 'ref_id', 'question_type', 'split'];

export const medicalDiffVqa = publishedReader({
  name: 'medical-diff-vqa',
  title: 'Medical-Diff-VQA',
  licence: 'PhysioNet Credentialed Health Data License 1.5.0',
  sharing: 'forbidden',
  overlaps: 'MIMIC-CXR',
  async find(files) {
    const table = await files.table('mimic_pair_questions.csv', columns);
    return table && { file: table.path, columns, read: (job) => read(table, job) };
  },
});

/** What is known of a study's frontal image. */
interface Frontal {
  readonly dicom: string;
  readonly view: string;
}

async function read(table: NamedTable, job: ReadingJob): Promise<Findings> {
  const frontals = await readFrontals(job);
  const images = imagesBy(job.images, stemKey);
  // Without the list of frontal images, the first of a study's folder.
  const ofStudy = imagesBy(job.images, (path) => /(?:^|\/)s(\d{8})\//.exec(path)?.[1] ?? null);
  const samples = new SampleRows(images);
  const imageOf = (study: string) => {
    const frontal = frontals.get(study);
    return {
      view: frontal?.view ?? null,
      path: frontal === undefined ? ofStudy.get(study) : images.get(frontal.dicom),
      file: `${frontal?.dicom ?? `s${study}`}.jpg`,
    };
  };
  const types = new NameColumns(['question type']);
  const answers: string[] = [];
  const studies: string[] = [];
  const given: (Split | null)[] = [];
  const several = { samples: 0, example: '' };
  const splitsOf = new Map<string, Set<string>>();
  const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
    const [study, subject] = [kept(cell('study_id')), kept(cell('subject_id'))];
    const { view, path, file } = imageOf(study);
    const split = splitOfWord(cell('split'));
    const type = cell('question_type');
    const compared = type === 'difference' ? kept(cell('ref_id')) : '';
    const reference = compared === '' ? null : imageOf(compared);
    const further = reference && { further: [reference.path ?? reference.file] };
    const facts = {
      patient: subject,
      study,
      split,
      text: { question: kept(cell('question')) },
      covariates: { view },
      ...(path !== undefined && { image: { kind: 'file', path, ...further } as const }),
    };
    const place = { table: table.path, row, file };
    if (samples.add(null, place, facts) === null) return;
    if (compared !== '' && several.samples++ === 0) several.example = `${study}, ${compared}`;
    const known = splitsOf.get(subject) ?? new Set();
    splitsOf.set(subject, known.add(split ?? ''));
    types.add({ 'question type': type });
    answers.push(kept(cell('answer')));
    studies.push(study);
    given.push(split);
  });
  job.note(problem);
  if (several.samples > 0) job.say({ kind: 'further-images', holds: false, parameters: several });
  const torn = [...splitsOf].filter(([, found]) => found.size > 1).map(([subject]) => subject);
  if (torn[0] !== undefined) {
    const parameters = { patients: torn.length, example: torn[0] };
    job.say({ kind: 'patients-in-several-splits', holds: false, parameters });
  }
  const findings = await diseaseFindings(studies, job);
  return {
    samples,
    labels: [
      ...answerTargets(answers, given, job, table.path),
      ...types.toLabels(table.path),
      ...(findings === null ? [] : [findings]),
    ],
  };
}

/** By study. Its own split is that of MIMIC-CXR, which is another one than that of the questions. */
async function readFrontals(job: ReadingJob): Promise<ReadonlyMap<string, Frontal>> {
  const frontals = new Map<string, Frontal>();
  const table = await job.table('mimic_all.csv', ['study_id', 'dicom_id']);
  if (table === null) {
    job.isAbsent('mimic_all.csv', 'details');
    return frontals;
  }
  const problem = await table.eachRow(['study_id', 'dicom_id', 'view'], job.signal, (cell) =>
    frontals.set(kept(cell('study_id')), { dicom: kept(cell('dicom_id')), view: kept(cell('view')) }),
  );
  job.note(problem);
  return frontals;
}

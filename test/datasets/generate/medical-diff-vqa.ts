/**
 * Medical-Diff-VQA: main and reference studies, two columns of splits, a patient in two of them, a study whose image is missing; and one
 * of changes alone, which nobody can tell who does not compare both studies.
 */
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture } from './picture.ts';

const findings = ['pneumonia', 'edema', 'fracture'];
const top = 'physionet.org/files/medical-diff-vqa/1.0.1';
const questionHeading = [
  'study_id',
  'subject_id',
  'ref_id',
  'question_type',
  'question',
  'answer',
  'split',
];
const studyHeading = [
  'subject_id',
  'study_id',
  'Pneumonia',
  'dicom_id',
  'view',
  'split',
  'study_date',
  'study_order',
];

export function medicalDiffVqa(): MadeFiles {
  const dice = new Dice('medical-diff-vqa');
  const files: MadeFiles = {};
  const rows: (string | number)[][] = [questionHeading];
  const all: (string | number)[][] = [studyHeading];
  const diseases: Disease[] = [];
  for (let patient = 0; patient < 80; patient++) {
    const subject = 10000000 + patient;
    const split = patient < 50 ? 'train' : patient < 65 ? 'val' : 'test';
    const studies = [0, 1].map((k) => ({
      id: 50000000 + patient * 10 + k,
      dicom: dice.hex(40),
      holds: findings.map(() => dice.isLucky(0.5)),
    }));
    for (const [k, { id, dicom, holds }] of studies.entries()) {
      const view = k === 0 ? 'postero-anterior' : 'antero-posterior';
      all.push([subject, id, holds[0] ? 1 : '', dicom, view, 'train', 21500101 + k, k + 1]);
      // Of one patient nothing was taken from the reports.
      if (patient !== 9) diseases.push(diseaseOf(subject, id, holds, patient));
      if (patient !== 7 || k === 1)
        files[`mimic-cxr-jpg/files/p10/p${subject}/s${id}/${dicom}.jpg`] = jpeg(
          picture(dice.random, marksOf(holds), 48),
        );
    }
    const [before, main] = [studies[0]!, studies[1]!];
    const ask = (id: number, type: string, question: string, answer: string, given = split) =>
      rows.push([
        id,
        subject,
        type === 'difference' ? before.id : main.id,
        type,
        question,
        answer,
        given,
      ]);
    findings.forEach((finding, k) =>
      ask(main.id, 'presence', `is there ${finding} in this image?`, main.holds[k] ? 'yes' : 'no'),
    );
    ask(before.id, 'view', 'which view is this image taken?', 'PA view');
    // A patient that the split tears.
    const torn = patient === 3 ? 'test' : split;
    const change = main.holds[0] === before.holds[0] ? 'nothing has changed.' : 'pneumonia, and "more"';
    ask(main.id, 'difference', 'what has changed compared to the reference image?', change, torn);
  }
  files[`${top}/mimic_pair_questions.csv`] = csv(rows);
  files[`${top}/mimic_all.csv`] = csv(all);
  files[`${top}/all_diseases.json`] = text(JSON.stringify(diseases));
  return files;
}

interface Disease {
  readonly study_id: string;
  readonly subject_id: string;
  readonly entity: Readonly<Record<string, unknown>>;
  readonly no_entity: readonly string[];
}

/** Ids are text here. Only edema is ever ruled out; one finding is in a single study, and one is found and ruled out. */
function diseaseOf(subject: number, id: number, holds: readonly boolean[], patient: number): Disease {
  const names = findings.filter((_, k) => holds[k]);
  if (patient === 5) names.push('hernia');
  const described = (entity_name: string) => ({
    entity_name,
    location: patient % 2 === 0 ? ['left'] : null,
    type: null,
    level: patient % 3 === 0 ? ['mild'] : null,
    post_location: null,
    location2: null,
    type2: null,
    level2: null,
    post_location2: null,
  });
  return {
    study_id: String(id),
    subject_id: String(subject),
    entity: Object.fromEntries(names.map((name) => [name, described(name)])),
    no_entity: holds[1] && patient !== 11 ? [] : ['edema'],
  };
}

/**
 * An opacity that is larger or smaller than it was: its size now is drawn before it is thrown whether it was more or less, so that the
 * main image by itself says nothing.
 */
export function medicalDiffVqaChanges(): MadeFiles {
  const dice = new Dice('medical-diff-changes');
  const files: MadeFiles = {};
  const rows: (string | number)[][] = [questionHeading];
  const all: (string | number)[][] = [studyHeading];
  for (let patient = 0; patient < 320; patient++) {
    const subject = 11000000 + patient;
    const split = patient < 220 ? 'train' : patient < 260 ? 'val' : 'test';
    const now = 0.14 + 0.1 * dice.random();
    const isLarger = dice.isLucky(0.5);
    const [before, main] = [isLarger ? now / 1.6 : now * 1.6, now].map((radius, k) => {
      const [id, dicom] = [51000000 + patient * 10 + k, dice.hex(40)];
      const mark = { x: 0.4 + 0.2 * dice.random(), y: 0.4 + 0.2 * dice.random(), radius };
      all.push([subject, id, 1, dicom, 'postero-anterior', 'train', 21500101 + k, k + 1]);
      files[`mimic-cxr-jpg/files/p11/p${subject}/s${id}/${dicom}.jpg`] = jpeg(
        picture(dice.random, [mark], 48),
      );
      return id;
    });
    const answer = `the opacity has got ${isLarger ? 'larger' : 'smaller'}.`;
    const question = 'what has changed compared to the reference image?';
    rows.push([main!, subject, before!, 'difference', question, answer, split]);
  }
  files[`${top}/mimic_pair_questions.csv`] = csv(rows);
  files[`${top}/mimic_all.csv`] = csv(all);
  return files;
}

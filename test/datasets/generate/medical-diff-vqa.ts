/** Medical-Diff-VQA: main and reference studies, two columns of splits, a patient in two of them, a study whose image is missing. */
import { csv, Dice, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture } from './picture.ts';

const findings = ['pneumonia', 'edema', 'fracture'];

export function medicalDiffVqa(): MadeFiles {
  const dice = new Dice('medical-diff-vqa');
  const files: MadeFiles = {};
  const top = 'physionet.org/files/medical-diff-vqa/1.0.1';
  const rows: (string | number)[][] = [
    ['study_id', 'subject_id', 'ref_id', 'question_type', 'question', 'answer', 'split'],
  ];
  const all: (string | number)[][] = [
    ['subject_id', 'study_id', 'Pneumonia', 'dicom_id', 'view', 'split', 'study_date', 'study_order'],
  ];
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
  return files;
}

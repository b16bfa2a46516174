/** MIMIC-CXR-JPG 2.1.0, MIMIC-CXR 2.1.0 (DICOM with reports), both together, and the reports alone. */
import { zipSync } from './zip.ts';
import { dicom } from './dicom.ts';
import { csv, Dice, gz, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture, type Picture } from './picture.ts';

/** In the order of the files: by the alphabet. */
const findings = [
  'Atelectasis',
  'Cardiomegaly',
  'Consolidation',
  'Edema',
  'Enlarged Cardiomediastinum',
  'Fracture',
  'Lung Lesion',
  'Lung Opacity',
  'No Finding',
  'Pleural Effusion',
  'Pleural Other',
  'Pneumonia',
  'Pneumothorax',
  'Support Devices',
];

interface Image {
  readonly dicom: string;
  readonly view: string;
  readonly shown: Picture;
}

interface Study {
  readonly subject: string;
  readonly study: string;
  readonly split: string;
  readonly holds: readonly boolean[];
  readonly images: readonly Image[];
}

function studies(name: string, patients: number): Study[] {
  const dice = new Dice(name);
  const made: Study[] = [];
  for (let i = 0; i < patients; i++) {
    const subject = String(10_000_032 + 91_357 * i);
    const split =
      i < 3
        ? ['validate', 'test', 'train'][i]!
        : dice.pick(['train', 'train', 'train', 'validate', 'test']);
    for (let k = 0; k < 1 + dice.below(3); k++) {
      const holds = findings.map(() => dice.isLucky(0.22));
      holds[8] = !holds.some((yes, at) => yes && at !== 8 && at !== 13);
      // The first study has two images; a view is blank now and then.
      const views =
        made.length === 0
          ? ['PA', 'LATERAL']
          : [
              dice.pick(['AP', 'PA', 'AP', '']),
              ...(dice.isLucky(0.4) ? [dice.pick(['LATERAL', 'LL'])] : []),
            ];
      made.push({
        subject,
        study: String(50_414_267 + 7919 * made.length),
        split,
        holds,
        images: views.map((view) => ({
          dicom: Array.from({ length: 5 }, () => dice.hex(8)).join('-'),
          view,
          // A lateral view is wider.
          shown: picture(dice.random, marksOf(holds), 48, view.startsWith('L') ? 40 : 56),
        })),
      });
    }
  }
  return made;
}

/** Labels of a study as a labeller writes them; "No Finding" is 1 or nothing. */
function labelCells(holds: readonly boolean[], dice: Dice, uncertain: number): string[] {
  return holds.map((yes, k) => {
    if (k === 8) return yes ? '1.0' : '';
    if (dice.isLucky(uncertain)) return '-1.0';
    return yes ? '1.0' : dice.pick(['0.0', '', '']);
  });
}

const jpgRoot = 'physionet.org/files/mimic-cxr-jpg/2.1.0';

function jpgTables(made: readonly Study[], root: string): MadeFiles {
  const dice = new Dice('mimic labels');
  const metadata: (string | number)[][] = [
    [
      'dicom_id',
      'subject_id',
      'study_id',
      'PerformedProcedureStepDescription',
      'ViewPosition',
      'Rows',
      'Columns',
      'StudyDate',
      'StudyTime',
      'ProcedureCodeSequence_CodeMeaning',
      'ViewCodeSequence_CodeMeaning',
      'PatientOrientationCodeSequence_CodeMeaning',
    ],
  ];
  const splits = [['dicom_id', 'study_id', 'subject_id', 'split']];
  const names: string[] = [];
  for (const { subject, study, split, images } of made) {
    for (const { dicom, view } of images) {
      const procedure = images.length > 1 ? 'CHEST (PA AND LAT)' : 'CHEST (PORTABLE AP)';
      const codes = view === 'PA' ? 'postero-anterior' : view === 'AP' ? 'antero-posterior' : '';
      metadata.push([
        dicom,
        subject,
        study,
        procedure,
        view,
        3056,
        2544,
        21800506,
        '025137.421',
        procedure,
        codes,
        view === 'PA' ? 'Erect' : '',
      ]);
      splits.push([dicom, study, subject, split]);
      names.push(`files/p${subject.slice(0, 2)}/p${subject}/s${study}/${dicom}.jpg`);
    }
  }
  const header = ['subject_id', 'study_id', ...findings];
  // The third study has no row of labels.
  const labelled = made.filter((_, at) => at !== 2);
  const table = (uncertain: number) =>
    csv([
      header,
      ...labelled.map(({ subject, study, holds }) => [
        subject,
        study,
        ...labelCells(holds, dice, uncertain),
      ]),
    ]);
  const test = made.filter(({ split }) => split === 'test');
  const radiologists = csv([
    ['study_id', ...findings.map((one) => (one === 'Lung Opacity' ? 'Airspace Opacity' : one))],
    ...test.map(({ study, holds }) => [
      study,
      ...holds.map((yes, k) =>
        k === 8 && dice.isLucky(0.1) ? '-1.0' : yes ? '1.0' : dice.pick(['0.0', '']),
      ),
    ]),
  ]);
  return {
    [`${root}/mimic-cxr-2.0.0-metadata.csv.gz`]: gz(csv(metadata)),
    [`${root}/mimic-cxr-2.0.0-split.csv.gz`]: gz(csv(splits)),
    [`${root}/mimic-cxr-2.0.0-chexpert.csv.gz`]: gz(table(0.08)),
    [`${root}/mimic-cxr-2.0.0-negbio.csv.gz`]: gz(table(0.12)),
    [`${root}/mimic-cxr-2.1.0-test-set-labeled.csv`]: radiologists,
    [`${root}/IMAGE_FILENAMES`]: text(`${names.join('\n')}\n`),
    [`${root}/index.html`]: text('<html></html>'),
  };
}

function jpgImages(made: readonly Study[], root: string): MadeFiles {
  const files: MadeFiles = {};
  for (const { subject, study, images } of made)
    for (const { dicom, shown } of images)
      files[`${root}/files/p${subject.slice(0, 2)}/p${subject}/s${study}/${dicom}.jpg`] = jpeg(shown);
  return files;
}

export function mimicCxrJpg(): MadeFiles {
  const made = studies('mimic-jpg', 110);
  return { ...jpgTables(made, jpgRoot), ...jpgImages(made, jpgRoot) };
}

const name = (index: number) => findings[index]!.toLowerCase();

/** Reports of every kind that there is, the first few one of each. */
function report({ holds, study }: Study, at: number, dice: Dice): string {
  const seen = findings.flatMap((_, k) => (holds[k] && k !== 8 ? [name(k)] : []));
  const impression = seen.length === 0 ? 'No acute process.' : `${seen.join(' and ')}.`;
  const body = [
    ' EXAMINATION:  CHEST (PA AND LAT)',
    ' ',
    ` INDICATION:  ___ year old ${dice.pick(['woman', 'man'])} with ${dice.pick(['cough', 'fever', 'chest pain'])}.`,
    ' ',
    ' COMPARISON:  ___',
    ' ',
  ];
  const title = '                                 FINAL REPORT';
  switch (at) {
    case 1:
      return [title, ...body, ` IMPRESSION:  ${impression}`, ''].join('\n');
    case 2:
      return `${title}\n`;
    case 3:
      return [
        ' ADDENDUM:  Discussed with Dr. ___.',
        ' IMPRESSION:  Wrong.',
        ' ',
        ` ${'_'.repeat(78)}`,
        title,
        ...body,
        ' FINDINGS:',
        ' ',
        ` There is ${impression}`,
        ' ',
        ` IMPRESSON:  ${impression}`,
        '',
      ].join('\n');
    case 4:
      return [title, ' ', ` Portable film of study ${study} shows`, ` ${impression}`, ''].join('\n');
    case 5:
      return [title, ...body, ` CHEST, TWO VIEWS:  ${impression}`, ''].join('\n');
    default:
      return [
        title,
        ...body,
        ` FINDINGS:  The lungs are seen.`,
        ` There is ${impression}`,
        ' ',
        ` IMPRESSION:  ${impression}`,
        '',
      ].join('\n');
  }
}

function reports(made: readonly Study[], root: string): MadeFiles {
  const dice = new Dice('mimic reports');
  return Object.fromEntries(
    made.map((study, at) => [
      `${root}p${study.subject.slice(0, 2)}/p${study.subject}/s${study.study}.txt`,
      text(report(study, at, dice)),
    ]),
  );
}

function dicomLists(made: readonly Study[], root: string): MadeFiles {
  const records = [['subject_id', 'study_id', 'dicom_id', 'path']];
  const lists = [['subject_id', 'study_id', 'path']];
  const files: MadeFiles = {};
  for (const { subject, study, images } of made) {
    const folder = `files/p${subject.slice(0, 2)}/p${subject}`;
    lists.push([subject, study, `${folder}/s${study}.txt`]);
    for (const { dicom: id, view, shown } of images) {
      const path = `${folder}/s${study}/${id}.dcm`;
      records.push([subject, study, id, path]);
      files[`${root}/${path}`] = dicom(shown, {
        bits: 12,
        photometric: Object.keys(files).length % 2 === 0 ? 'MONOCHROME1' : 'MONOCHROME2',
        elements: view === '' ? {} : { '00185101': ['CS', view] },
      });
    }
  }
  return {
    [`${root}/cxr-record-list.csv.gz`]: gz(csv(records)),
    [`${root}/cxr-study-list.csv.gz`]: gz(csv(lists)),
    ...files,
  };
}

/** Reports lie unpacked beside the folders of their studies. */
export function mimicCxr(): MadeFiles {
  const made = studies('mimic-dicom', 90);
  return { ...dicomLists(made, 'mimic-cxr/2.1.0'), ...reports(made, 'mimic-cxr/2.1.0/files/') };
}

/** Who only has the reports, as they come. */
export function mimicReports(): MadeFiles {
  return { 'mimic-cxr-reports.zip': zipSync(mimicCxrReports()) };
}

/** The reports alone, unpacked. */
export function mimicCxrReports(): MadeFiles {
  return reports(studies('mimic-dicom', 90), 'files/');
}

/** Both releases side by side, with the reports unpacked by themselves and tables unpacked too. */
export function mimicBoth(): MadeFiles {
  const made = studies('mimic-both', 90);
  return {
    ...jpgTables(made, 'mimic/mimic-cxr-jpg'),
    ...jpgImages(made, 'mimic/mimic-cxr-jpg'),
    ...dicomLists(made.slice(0, 20), 'mimic/mimic-cxr'),
    ...reports(made, 'mimic/mimic-cxr-reports/'),
  };
}

/**
 * MIMIC-CXR-JPG 2.1.0 as large as it is: its numbers of images, studies and patients, tables of that length packed as published, and
 * pictures of one pixel, which are links to a few files. Only names, rows and labels are like the real ones; nothing is copied.
 */
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Dice } from '../../test/datasets/generate/files.ts';
import { jpeg } from '../../test/datasets/generate/jpeg.ts';

/** Of the release's page on PhysioNet. */
export const published = { images: 377_110, studies: 227_835, labelled: 227_827, patients: 65_379 };
const testStudies = 687;
/** Patients of the official split; all others are for training. */
const held = { validate: 500, test: 293 };
/** Largest number of links to one file that common file systems allow is 65,000. */
const linksOfOne = 60_000;

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
const metadataHeading =
  'dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,StudyDate,StudyTime,' +
  'ProcedureCodeSequence_CodeMeaning,ViewCodeSequence_CodeMeaning,PatientOrientationCodeSequence_CodeMeaning';

interface Study {
  readonly subject: string;
  readonly study: string;
  readonly split: string;
  readonly dicoms: readonly string[];
}

/** Writes the release into `folder`, which is made. */
export function writeFullMimic(folder: string): void {
  const dice = new Dice('full mimic');
  const studies = makeStudies(dice);
  const labels = ['subject_id,study_id,' + findings.join(',')];
  const negbio = [...labels];
  const metadata = [metadataHeading];
  const splits = ['dicom_id,study_id,subject_id,split'];
  const radiologists = [`study_id,${findings.join(',').replace('Lung Opacity', 'Airspace Opacity')}`];
  const paths: string[] = [];
  studies.forEach(({ subject, study, split, dicoms }, at) => {
    if (at < published.labelled) {
      labels.push(`${subject},${study},${labelCells(dice)}`);
      negbio.push(`${subject},${study},${labelCells(dice)}`);
    }
    if (split === 'test' && radiologists.length <= testStudies)
      radiologists.push(`${study},${labelCells(dice)}`);
    for (const dicom of dicoms) {
      metadata.push(metadataRow(dicom, subject, study, dice));
      splits.push(`${dicom},${study},${subject},${split}`);
      paths.push(`files/p${subject.slice(0, 2)}/p${subject}/s${study}/${dicom}.jpg`);
    }
  });
  writeImages(folder, paths);
  const packed = { metadata, split: splits, chexpert: labels, negbio };
  for (const [name, lines] of Object.entries(packed))
    writeFileSync(join(folder, `mimic-cxr-2.0.0-${name}.csv.gz`), gzipSync(`${lines.join('\n')}\n`));
  writeFileSync(join(folder, 'mimic-cxr-2.1.0-test-set-labeled.csv'), `${radiologists.join('\n')}\n`);
  writeFileSync(join(folder, 'IMAGE_FILENAMES'), `${paths.join('\n')}\n`);
}

/** In the order of patients. Each has one study and each study one image; the others are anybody's. */
function makeStudies(dice: Dice): Study[] {
  const { images, studies, patients } = published;
  const ofPatient = spread(studies, patients, dice);
  const ofStudy = spread(images, studies, dice);
  const made: Study[] = [];
  for (let i = 0; i < patients; i++) {
    const subject = String(10_000_032 + 152 * i);
    const split = i < held.validate ? 'validate' : i < held.validate + held.test ? 'test' : 'train';
    for (let k = 0; k < ofPatient[i]!; k++) {
      const dicoms = Array.from({ length: ofStudy[made.length]! }, () => dicomId(dice));
      made.push({ subject, study: String(50_000_014 + 43 * made.length), split, dicoms });
    }
  }
  return made;
}

/** How many of `things` each of `owners` has: one at least. */
function spread(things: number, owners: number, dice: Dice): Uint16Array {
  const counts = new Uint16Array(owners).fill(1);
  for (let i = owners; i < things; i++) counts[dice.below(owners)]!++;
  return counts;
}

function dicomId(dice: Dice): string {
  const group = () =>
    dice
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return [group(), group(), group(), group(), group()].join('-');
}

function labelCells(dice: Dice): string {
  return findings.map(() => dice.pick(['', '', '', '', '', '1.0', '1.0', '0.0', '-1.0'])).join(',');
}

function metadataRow(dicom: string, subject: string, study: string, dice: Dice): string {
  const view = dice.pick(['AP', 'AP', 'PA', 'PA', 'LATERAL', 'LL', '']);
  const procedure = dice.pick(['CHEST (PA AND LAT)', 'CHEST (PORTABLE AP)']);
  const code = view === 'PA' ? 'postero-anterior' : view === 'AP' ? 'antero-posterior' : '';
  const time = `${String(dice.below(240_000)).padStart(6, '0')}.${dice.below(1000)}`;
  return `${dicom},${subject},${study},${procedure},${view},3056,2544,2180${1000 + dice.below(200)},${time},${procedure},${code},Erect`;
}

function writeImages(folder: string, paths: readonly string[]): void {
  const picture = jpeg({ width: 1, height: 1, grey: Uint8Array.of(128) });
  let parent = '';
  let original = '';
  paths.forEach((path, i) => {
    const file = join(folder, path);
    const at = path.slice(0, path.lastIndexOf('/'));
    if (at !== parent) mkdirSync(join(folder, at), { recursive: true });
    parent = at;
    if (i % linksOfOne === 0) writeFileSync(file, picture);
    else linkSync(original, file);
    if (i % linksOfOne === 0) original = file;
  });
}

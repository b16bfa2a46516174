/** ADNI: volumes and series, ids with and without `I`, a subject whose diagnosis changes, codes for missing values. */
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { dicom } from './dicom.ts';
import { marksOf, picture } from './picture.ts';

const groups = ['CN', 'MCI', 'AD'];
/** Of the visits, which are a few days before their scans. */
const days = ['2015-03', '2015-09', '2016-03'];

export function adni(): MadeFiles {
  const dice = new Dice('adni');
  const files: MadeFiles = {};
  const quoted = (cells: readonly (string | number)[]) =>
    `${cells.map((cell) => `"${cell}"`).join(',')}\n`;
  let list = quoted(
    'Image Data ID,Subject,Group,Sex,Age,Visit,Modality,Description,Type,Acq Date,Format,Downloaded'.split(
      ',',
    ),
  );
  const merged: (string | number)[][] = [
    [
      'RID',
      'PTID',
      'VISCODE',
      'EXAMDATE',
      'Years_bl',
      'AGE',
      'PTEDUCAT',
      'APOE4',
      'MMSE',
      'CDRSB',
      'DX',
      'IMAGEUID',
    ],
  ];
  let id = 100000;
  for (let person = 0; person < 45; person++) {
    const subject = `${String(1 + (person % 9)).padStart(3, '0')}_S_${String(40 + person * 7).padStart(4, '0')}`;
    const start = person % 3;
    for (const [k, visit] of ['sc', 'm06', 'm12'].entries()) {
      id++;
      const group = k === 2 && start === 1 ? 2 : start;
      const age = 60 + (person % 25) + k / 2;
      list += quoted([
        person % 2 === 0 ? `I${id}` : id,
        subject,
        groups[start]!,
        person % 2 === 0 ? 'F' : 'M',
        age,
        visit,
        'MRI',
        'MPRAGE',
        'Original',
        days[k]!.replace(/(\d+)-0*(\d+)/, '$2/20/$1'),
        'DCM',
        '',
      ]);
      const code = visit === 'sc' ? 'bl' : visit;
      const mmse = person % 11 === 0 ? -4 : 30 - group * 4;
      const diagnosis = k === 1 && person % 10 === 9 ? '' : ['CN', 'MCI', 'Dementia'][group]!;
      merged.push([
        40 + person * 7,
        subject,
        code,
        `${days[k]!}-02`,
        k / 2,
        60,
        16,
        person % 3,
        mmse,
        group / 2,
        diagnosis,
        k === 0 ? id : '',
      ]);
      const folder = `ADNI/${subject}/MPRAGE/${days[k]!}-20_09_52_18.0/S${id}`;
      const made = picture(dice.random, marksOf(groups.map((_, one) => one === group)), 40);
      // Of a series the middle slice is taken.
      for (let slice = 1; slice <= (k === 0 ? 3 : 1); slice++)
        files[`${folder}/ADNI_${subject}_MR_MPRAGE_br_raw_${slice}_S${id}_I${id}.dcm`] = dicom(made);
    }
  }
  files['collection_1_2_2025.csv'] = text(list);
  files['ADNIMERGE_18Feb2025.csv'] = csv(merged);
  return files;
}

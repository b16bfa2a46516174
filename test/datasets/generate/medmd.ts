/** MedMD / RadMD: RadFM's tables with the paths of other machines, names spelt wrong, lists of images, volumes that share their names. */
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture, png } from './picture.ts';

const diseases = ['Cardiomegaly', 'Pleural effusion'];
const organs = ['liver', 'kidney', 'lung'];
type Rows = (string | number)[][];

export function medMd(): MadeFiles {
  const dice = new Dice('medmd');
  const files: MadeFiles = {};
  const table = (name: string, rows: Rows) => (files[`RadFM_data_csv/${name}`] = csv(rows));

  for (const [split, images] of [
    ['train', 110],
    ['test', 40],
  ] as const) {
    const rows: Rows = [['', 'image_path', 'disease', 'label']];
    const asked: Rows = [['img_root_dir', 'Figure_path', 'Question', 'Answer', 'PMC_ID']];
    for (let i = 0; i < images; i++) {
      const id = dice.hex(16);
      const holds = diseases.map(() => dice.isLucky(0.4));
      const organ = dice.below(organs.length);
      const marks = marksOf([...holds, ...organs.map((_, k) => k === organ)]);
      // Some are on another disk.
      if (i % 19 !== 4) files[`images/vindr/${split}/${id}.png`] = png(picture(dice.random, marks, 48));
      holds.forEach((one, k) => {
        // Not every image was asked about every disease.
        if ((i + k) % 5 !== 0)
          rows.push([
            rows.length,
            `/gpfs/home/cs/user/vindr/${split}/${id}.png`,
            diseases[k]!,
            one ? 1 : 0,
          ]);
      });
      if (i % 2 === 0) continue;
      const figure = `PMC${9000 + i}_${split}.jpg`;
      files[`images/figures/${figure}`] = jpeg(picture(dice.random, marks, 40));
      asked.push(['/home/cs/user/VQA', figure, 'Which organ is it?', organs[organ]!, `PMC${9000 + i}`]);
      const yes = holds[0] ? 'Yes.' : 'no';
      asked.push(['/home/cs/user/VQA', figure, 'Is the heart large?', yes, `PMC${9000 + i}`]);
    }
    table(`chestxray_balance_${split}_new.csv`, rows);
    // As the card writes it, and as the readme does.
    table(split === 'train' ? 'pmcvaq_train.csv' : 'pmcvqa_test.csv', asked);
  }

  const multi: Rows = [['', 'name', 'type', 'context', 'history']];
  const single: Rows = [['', 'name', 'type', 'context']];
  for (let i = 0; i < 24; i++) {
    const [a, b] = [`synpic${100 + i}.jpg`, `synpic${500 + i}.jpg`];
    const made = jpeg(picture(dice.random, marksOf([i % 2 === 0, i % 2 === 1]), 40));
    // Of one case only the second image is there.
    if (i !== 7) files[`images/MedPix/${a}`] = made;
    files[`images/MedPix/${b}`] = made;
    multi.push([i, `${a},${b}`, 'findings', `Something, "case ${i}"`, 'Pain for 3 weeks']);
    multi.push([i, `${a},${b}`, 'diagnosis', `Diagnosis ${i % 4}`, 'Pain for 3 weeks']);
    single.push([i, a, 'modality', i % 2 === 0 ? 'CT' : 'MRI'], [i, a, 'caption', `Caption ${i}`]);
    if (i % 3 === 0) single.push([i, a, 'plane', i % 2 === 0 ? 'Axial' : 'Sagittal']);
  }
  table('MedPix_muli_train.csv', multi);
  table('MedPix_single_train.csv', single);

  const cases: Rows = [['PMC_id', 'img_ref', 'context', 'question', 'answer']];
  for (let i = 0; i < 10; i++) {
    for (const figure of ['fig1', 'fig2'])
      files[`images/cases/PMC${700 + i}_${figure}.jpg`] = jpeg(picture(dice.random, [], 40));
    cases.push([`PMC${700 + i}`, "['fig1', 'fig2']", 'A man of 50.', 'Q: What is seen?', 'A: A mass.']);
  }
  table('filtered_casa_report_train.csv', cases);

  const articles: Record<string, unknown>[] = [];
  for (let i = 0; i < 12; i++) {
    files[`images/radiopaedia/Case ${i}/0.npy`] = volume(dice, i % 2 === 0);
    articles.push({
      npy_path: `/home/cs/user/radiopaedia/Case ${i}/0.npy`,
      finding: `Finding ${i}`,
      impression: i % 4 === 0 ? '' : `Impression ${i}`,
      radiographic_features: ['one', 'two'],
      articles: [`Article ${i}`],
      title: `Case ${i}`,
    });
  }
  files['RadFM_data_csv/radiology_article_npy_train.json'] = text(JSON.stringify(articles));
  return files;
}

/** float32 of shape (1, 3, 24, 20, 4), whose channels are equal and whose third slice is marked. */
function volume(dice: Dice, isMarked: boolean): Uint8Array {
  const [height, width, depth] = [24, 20, 4];
  const grey = Array.from({ length: depth }, (_, slice) => {
    return picture(dice.random, marksOf([isMarked && slice === 2]), width, height).grey;
  });
  const values = Float32Array.from({ length: 3 * height * width * depth }, (_, i) => {
    return grey[i % depth]![Math.floor(i / depth) % (height * width)]! / 255;
  });
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, ${height}, ${width}, ${depth}), }`;
  const header = `${dict.padEnd(117)}\n`;
  const head = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0];
  return Uint8Array.from([...head, ...text(header), ...new Uint8Array(values.buffer)]);
}

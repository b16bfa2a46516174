/** PathVQA: pickles and folders, Hugging Face's parquet, VLMEvalKit's tables. Several questions an image; some answers are in test alone. */
import { csvLine, Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { parquetOfImages } from './parquet.ts';
import { pickle } from './pickle.ts';
import { marksOf, picture } from './picture.ts';

const organs = ['liver', 'kidney', 'lung'];

interface Question {
  readonly image: number;
  readonly question: string;
  readonly answer: string;
}

function made(dice: Dice, split: string, images: number) {
  const pictures: Uint8Array[] = [];
  const questions: Question[] = [];
  for (let image = 0; image < images; image++) {
    const organ = dice.below(organs.length);
    const isIll = dice.isLucky(0.5);
    const marks = marksOf([...organs.map((_, k) => k === organ), isIll]);
    pictures.push(jpeg(picture(dice.random, marks, 48)));
    const ask = (question: string, answer: string) => questions.push({ image, question, answer });
    ask('what organ is shown?', organs[organ]!);
    // Case and full stop differ from row to row.
    ask('is there necrosis?', isIll ? ['yes', 'Yes', 'yes.'][image % 3]! : 'no');
    if (image % 10 === 0) ask('what is this?', `a thing that ${split} has once, number ${image}`);
  }
  return { pictures, questions };
}

const imagesBySplit = [
  ['train', 110],
  ['val', 40],
  ['test', 50],
] as const;
const nameOf = (split: string, image: number) => `${split}_${String(image).padStart(4, '0')}`;

export function pathVqaOriginal(): MadeFiles {
  const dice = new Dice('path-vqa-original');
  const files: MadeFiles = {};
  for (const [split, images] of imagesBySplit) {
    const { pictures, questions } = made(dice, split, images);
    pictures.forEach((bytes, i) => {
      // The first of test has no question, and one of val is missing.
      if (split !== 'val' || i !== 3) files[`pvqa/images/${split}/${nameOf(split, i)}.jpg`] = bytes;
    });
    const asked = questions.filter(({ image }) => split !== 'test' || image > 0);
    files[`pvqa/qas/${split}/${split}_qa.pkl`] = pickle(
      asked.map(({ image, question, answer }) => ({ image: nameOf(split, image), question, answer })),
    );
  }
  files['pvqa/qas/ans2label.pkl'] = pickle({ yes: 0, no: 1 });
  return files;
}

/** The same questions as they were prepared for LXMERT: scores of answers in pickles, and lists by image, some of them empty. */
export function pathVqaLxmert(): MadeFiles {
  const dice = new Dice('path-vqa-lxmert');
  const files: MadeFiles = {};
  for (const [split, images] of imagesBySplit) {
    const { pictures, questions } = made(dice, split, images);
    pictures.forEach((bytes, i) => (files[`pvqa/images/${split}/${nameOf(split, i)}.jpg`] = bytes));
    const asked = questions.filter(({ image }) => split !== 'test' || image > 0);
    files[`pvqa/qas/${split}_vqa.pkl`] = pickle(
      asked.map(({ image, question, answer }, i) => ({
        img_id: nameOf(split, image),
        question_id: i,
        sent: question,
        // Answers that are none of the answers to learn have no score, and some have one more that is less right.
        label: i % 50 === 49 ? {} : i % 7 === 0 ? { unsure: 0, [answer]: 1 } : { [answer]: 1 },
      })),
    );
    const lists = pictures.map((_, i) => {
      const own = asked.filter(({ image }) => image === i);
      return {
        img_id: nameOf(split, i),
        labelf: { pvqa: own.map(({ answer }) => ({ [answer]: 1 })) },
        sentf: { pvqa: own.map(({ question }) => question) },
      };
    });
    files[`pvqa/saved/lxmert/pvqa_${split}.json`] = text(JSON.stringify(lists));
  }
  return files;
}

export function pathVqaParquet(): MadeFiles {
  const dice = new Dice('path-vqa-parquet');
  const files: MadeFiles = { 'path-vqa/README.md': text('---\nlicense: mit\n---\n# PathVQA\n') };
  for (const [split, images] of [
    ['train', 110],
    ['validation', 40],
    ['test', 50],
  ] as const) {
    const { pictures, questions } = made(dice, split, images);
    const columns = (['question', 'answer'] as const).map((name) => ({
      name,
      values: questions.map((one) => one[name]),
    }));
    files[`path-vqa/data/${split}-00000-of-00001-0123456789abcdef.parquet`] = parquetOfImages(
      questions.map(({ image }) => ({ bytes: pictures[image]!, path: null })),
      columns,
      { question: { dtype: 'string', _type: 'Value' }, answer: { dtype: 'string', _type: 'Value' } },
    );
  }
  return files;
}

export function pathVqaTsv(): MadeFiles {
  const dice = new Dice('path-vqa-tsv');
  const files: MadeFiles = {};
  for (const [name, split, images] of [
    ['VAL', 'val', 90],
    ['TEST', 'test', 40],
  ] as const) {
    const { pictures, questions } = made(dice, split, images);
    const first = new Map<number, number>();
    const rows = questions.map(({ image, question, answer }, i) => {
      const index = i + 1;
      const before = first.get(image);
      if (before === undefined) first.set(image, index);
      // An image that comes again is the index of the row that has it.
      const cell = before ?? Buffer.from(pictures[image]!).toString('base64');
      return [index, cell, question, answer];
    });
    const lines = [['index', 'image', 'question', 'answer'], ...rows];
    files[`PathVQA_${name}.tsv`] = text(lines.map((row) => `${tabs(row)}\n`).join(''));
  }
  return files;
}

/** No cell here has a tab or a quotation mark. */
const tabs = (row: readonly (string | number)[]) => row.map((cell) => csvLine([cell])).join('\t');

/** GMAI-MMBench: base64 in tables, options that say `None`, a test part without answers, images that are the index of another row. */
import { Dice, text, type MadeFiles } from './files.ts';
import { marksOf, picture, png } from './picture.ts';

const categories = ['Glioma', 'Pneumonia', 'Glaucoma', 'Fracture'];
const departments = ['Neurosurgery', 'Pulmonary Medicine', 'Ophthalmology', 'Orthopedic Surgery'];
const modalities = ['MRI', 'X-ray', 'Fundus Photography', 'X-ray'];
const columns = [
  'index',
  'image',
  'question',
  ...['A', 'B', 'C', 'D', 'E'],
  'answer',
  'category',
  'clinical VQA task',
  'department',
  'perceptual granularity',
  'modality',
  'original task',
];

export function gmaiMmbench(): MadeFiles {
  const dice = new Dice('gmai-mmbench');
  const files: MadeFiles = {};
  const parts = [
    ['GMAI_mm_bench_VAL.tsv', 150, true],
    ['GMAI_mm_bench_TEST_part_1.tsv', 30, false],
    ['GMAI_mm_bench_TEST_part_11.tsv', 20, false],
    ['GMAI_mm_bench_TEST_part_2.tsv', 30, false],
  ] as const;
  let index = 0;
  for (const [name, rows, hasAnswers] of parts) {
    const kept = columns.filter(
      (column) => hasAnswers || (column !== 'answer' && column !== 'category'),
    );
    const lines = [kept];
    for (let row = 0; row < rows; row++) {
      const kind = dice.below(categories.length);
      const marks = marksOf(categories.map((_, k) => k === kind));
      const order = [0, 1, 2, 3].sort(() => dice.random() - 0.5);
      const isRepeated = row % 10 === 9;
      const image = Buffer.from(png(picture(dice.random, marks, 40))).toString('base64');
      const before = lines.at(-1);
      const cells: Record<string, string> = {
        index: String(index++),
        image: isRepeated ? before[0]! : image,
        question: `Which of these is in picture ${row}?`,
        E: row % 2 === 0 ? 'None' : '',
        answer: 'ABCD'[order.indexOf(kind)]!,
        category: categories[kind]!,
        'clinical VQA task': kind < 2 ? 'Disease Diagnosis' : 'Organ Recognition',
        department: departments[kind]!,
        'perceptual granularity': 'image',
        modality: modalities[kind]!,
        'original task': 'CLS_2D',
      };
      order.forEach((option, k) => (cells['ABCD'[k]!] = categories[option]!));
      if (isRepeated) {
        // The same picture has the same answer.
        for (const column of ['A', 'B', 'C', 'D', 'answer', 'category', 'department', 'modality'])
          if (kept.includes(column)) cells[column] = before[kept.indexOf(column)]!;
        cells['clinical VQA task'] = before[kept.indexOf('clinical VQA task')]!;
      }
      lines.push(kept.map((column) => cells[column]!));
    }
    files[name] = text(lines.map((line) => `${line.join('\t')}\n`).join(''));
  }
  return files;
}

/** MMedBench and MMedC: text in many languages; several answers as `A,C` and as a list, and questions of fewer options. */
import { Dice, text, type MadeFiles } from './files.ts';

const stems: Readonly<Record<string, readonly [string, string, string]>> = {
  English: ['Which drug lowers the blood pressure of patient', 'amlodipine', 'paracetamol'],
  Chinese: ['下列哪种药物可以降低患者的血压？编号', '氨氯地平', '对乙酰氨基酚'],
  Japanese: ['次のうち血圧を下げる薬はどれか。番号', 'アムロジピン', 'アセトアミノフェン'],
  French: ['Quel médicament abaisse la tension de l’élève numéro', 'amlodipine', 'paracétamol'],
  Russian: ['Какой препарат снижает артериальное давление у пациента', 'амлодипин', 'парацетамол'],
  Spanish: ['¿Qué fármaco baja la presión del niño número', 'amlodipino', 'paracetamol'],
};
const letters = ['A', 'B', 'C', 'D', 'E'] as const;

export function mmedBench(): MadeFiles {
  const dice = new Dice('mmedbench');
  const files: MadeFiles = {};
  for (const [folder, rows] of [
    ['Train', 40],
    ['Test', 15],
  ] as const) {
    for (const [language, [question, right, wrong]] of Object.entries(stems)) {
      const lines: string[] = [];
      for (let row = 0; row < rows; row++) {
        const width = row % 3 === 0 ? 4 : 5;
        const answer = dice.below(width);
        const isDouble = ['French', 'Japanese'].includes(language) && row % 5 === 0;
        const second = (answer + 1) % width;
        const both = [letters[answer]!, letters[second]!].sort();
        const isRight = (k: number) => k === answer || (isDouble && k === second);
        const options = letters
          .slice(0, width)
          .map((letter, k): [string, string] => [letter, isRight(k) ? right : `${wrong} ${k}`]);
        lines.push(
          JSON.stringify({
            question: `${question} ${row}`,
            options: Object.fromEntries(options),
            answer_idx: !isDouble ? letters[answer] : language === 'French' ? both.join(',') : both,
            rationale: `${right}.`,
            human_checked: row % 2 === 0,
          }),
        );
      }
      files[`MMedBench/${folder}/${language}.jsonl`] = text(`${lines.join('\n')}\n`);
    }
  }
  return files;
}

export function mmedC(): MadeFiles {
  const dice = new Dice('mmedc');
  const files: MadeFiles = {};
  for (const [language, [question, right]] of Object.entries(stems)) {
    for (let number = 0; number < 40; number++) {
      const source = ['filtered_web', 'textbooks'][number % 2]!;
      const line = source === 'textbooks' ? `${right}: ${question} ${number}.` : `${question} ${number}`;
      // Some are far longer than what is read, with letters of several bytes wherever that ends.
      const times = number % 10 === 0 ? 400 : 1 + dice.below(3);
      const path = `MMedC/${language}/${source}/${number}.txt`;
      files[path] = text(Array.from({ length: times }, () => line).join('\n'));
    }
  }
  files['MMedC/English/cultural_filtered_data_used/1.txt'] = text('twice');
  return files;
}

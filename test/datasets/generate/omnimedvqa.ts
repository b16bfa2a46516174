/** OmniMedVQA: a JSON list a source; trailing options left out, a renamed key, a bracket that is missing, files that are elsewhere. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture, png } from './picture.ts';

const letters = ['A', 'B', 'C', 'D'] as const;
const modalities = ['CT(Computed Tomography)', 'OCT (Optical Coherence Tomography', 'X-Ray'];

export function omniMedVqa(): MadeFiles {
  const dice = new Dice('omnimedvqa');
  const files: MadeFiles = {};
  const sources = ['Chest CT Scan', 'OLIVES', 'OCT & X-Ray 2017'];
  sources.forEach((source, at) => {
    const records: Record<string, string>[] = [];
    for (let image = 0; image < 60; image++) {
      const illness = dice.below(3);
      const isGrey = at > 0;
      const path = `Images/${source}/test/left.lower (${image}).${isGrey ? 'png' : 'jpg'}`;
      const marks = marksOf([...letters.slice(0, 3).map((_, k) => k === illness), at === 1, at === 2]);
      const made = picture(dice.random, marks, 48);
      files[`OmniMedVQA/${path}`] = isGrey ? png(made) : jpeg(made);
      const ask = (type: string, question: string, answer: string, options: readonly string[]) => {
        const record: Record<string, string> = {
          dataset: source,
          question_id: `${source}_${String(records.length).padStart(4, '0')}`,
          question_type: type,
          question,
          gt_answer: answer,
          image_path: path,
        };
        options.forEach((option, k) => (record[`option_${letters[k]!}`] = option));
        const hasOtherName = at === 0 && image === 4 && records.length % 2 === 0;
        record[hasOtherName ? 'modality' : 'modality_type'] = modalities[at]!;
        records.push(record);
      };
      const diseases = ['Adenocarcinoma', 'Edema.', 'Normal'];
      const shuffled = [...diseases].sort(() => dice.random() - 0.5);
      ask('Disease Diagnosis', 'What is shown here?', diseases[illness]!.replace('.', ''), shuffled);
      // An answer that no option says.
      const odd = at === 1 && image === 9;
      ask('Modality Recognition', 'How was it made?', odd ? 'by hand' : modalities[at]!.toUpperCase(), [
        modalities[at]!,
        'Magnetic resonance',
      ]);
    }
    files[`OmniMedVQA/QA_information/Open-access/${source}.json`] = text(JSON.stringify(records));
  });
  const restricted = Array.from({ length: 7 }, (_, i) => ({
    dataset: 'MIMIC',
    question_id: `MIMIC_${i}`,
    question_type: 'Anatomy Identification',
    question: 'Which part is it?',
    gt_answer: 'chest',
    image_path: `Images/MIMIC/${i}.jpg`,
    option_A: 'chest',
    option_B: 'head',
    modality_type: 'X-Ray',
  }));
  files['OmniMedVQA/QA_information/Restricted-access/MIMIC.json'] = text(JSON.stringify(restricted));
  return files;
}

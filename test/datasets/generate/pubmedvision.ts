/** PubMedVision: two JSON lists over the same images, several images a record, files that the archives lack. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture } from './picture.ts';

const modalities = ['Digital Photography', 'Computed Tomography', 'Microscopic Image'];
const bodyParts = ['Skin', 'Chest', 'Liver'];

export function pubMedVision(): MadeFiles {
  const dice = new Dice('pubmedvision');
  const files: MadeFiles = {};
  const lists: Record<string, unknown[]> = { Alignment_VQA: [], InstructionTuning_VQA: [] };
  for (let figure = 0; figure < 150; figure++) {
    const kind = dice.below(modalities.length);
    const part = dice.below(bodyParts.length);
    const count = figure % 5 === 0 ? 2 : 1;
    const names = Array.from({ length: count }, (_, k) => `pmc_${figure}_${k}.jpg`);
    for (const name of names) {
      const holds = [...modalities.map((_, k) => k === kind), ...bodyParts.map((_, k) => k === part)];
      // Nine files are not in the real archives either.
      if (figure !== 9) files[`images/${name}`] = jpeg(picture(dice.random, marksOf(holds), 48));
    }
    for (const [list, records] of Object.entries(lists)) {
      if (list === 'InstructionTuning_VQA' && figure % 2 === 1) continue;
      records.push({
        id: `${list}_${records.length}`,
        image: names.map((name) => `images/${name}`),
        conversations: [
          { from: 'human', value: `What does "figure ${figure}" show?` },
          { from: 'gpt', value: `${modalities[kind]} of the ${bodyParts[part]}.\nIt is clear.` },
        ],
        modality: modalities[kind],
        body_part: bodyParts[part],
      });
    }
  }
  for (const [list, records] of Object.entries(lists))
    files[`PubMedVision_${list}.json`] = text(JSON.stringify(records, null, 1));
  return files;
}

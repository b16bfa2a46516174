/** Cholec80 and Cholec80-VQA: phases at 25 a second, tools once a second, frames numbered in three ways, questions a file a frame. */
import { Dice, text, type MadeFiles } from './files.ts';
import { marksOf, picture, png } from './picture.ts';

const phases = ['Preparation', 'CalotTriangleDissection', 'ClippingCutting', 'GallbladderDissection'];
const tools = ['Grasper', 'Bipolar', 'Hook', 'Scissors', 'Clipper', 'Irrigator', 'SpecimenBag'];
const seconds = 24;
const pad = (number: number, digits: number) => String(number).padStart(digits, '0');

export function cholec80(): MadeFiles {
  const dice = new Dice('cholec80');
  const files: MadeFiles = {};
  for (const video of [1, 2, 3, 4, 5, 6, 41, 42, 43]) {
    const phaseLines = ['Frame\tPhase'];
    const toolLines = [`Frame\t${tools.join('\t')}`];
    for (let second = 0; second < seconds; second++) {
      const phase = Math.floor((second * phases.length) / seconds);
      const used = tools.map((_, k) => (k < 3 && dice.isLucky(0.4) ? 1 : 0));
      for (let frame = 0; frame < 25; frame++)
        phaseLines.push(`${second * 25 + frame}\t${phases[phase]!}`);
      toolLines.push([second * 25, ...used].join('\t'));
      const marks = marksOf([
        ...phases.map((_, k) => k === phase),
        ...used.slice(0, 3).map((one) => one === 1),
      ]);
      // 25 a second, seconds from 1, and seconds from 0.
      const name =
        video % 3 === 0
          ? `cutMargin/${video}/${second * 25}`
          : video % 3 === 1
            ? `frames/video${pad(video, 2)}/video${pad(video, 2)}_${pad(second + 1, 6)}`
            : `frames_1fps/${pad(video, 2)}/${pad(second, 8)}`;
      files[`cholec80/${name}.png`] = png(picture(dice.random, marks, 40));
    }
    // The last tools may lie beyond the last phase, or be missing.
    if (video === 2) toolLines.pop();
    files[`cholec80/phase_annotations/video${pad(video, 2)}-phase.txt`] = text(
      `${phaseLines.join('\n')}\n`,
    );
    files[`cholec80/tool_annotations/video${pad(video, 2)}-tool.txt`] = text(
      `${toolLines.join('\n')}\n`,
    );
  }
  return files;
}

export function cholec80Vqa(): MadeFiles {
  const dice = new Dice('cholec80-vqa');
  const files: MadeFiles = {};
  const names = ['preparation', 'calot triangle dissection', 'clipping cutting'];
  for (const video of [1, 2, 3, 4, 5, 11, 12]) {
    for (let at = 0; at < 20; at++) {
      const frame = at * 25;
      const phase = dice.below(names.length);
      const count = dice.below(3);
      const marks = marksOf([...names.map((_, k) => k === phase), count > 0, count > 1]);
      files[`Cholec80-VQA/cropped_image/${video}/${frame}.png`] = png(picture(dice.random, marks, 40));
      const lines = [
        `what is the phase of image?|${names[phase]!}`,
        `how many tools are operating?|${count}`,
        '',
        `is hook used in ${names[phase]!}?|${count > 1 ? 'yes' : 'no'}`,
      ];
      files[`Cholec80-VQA/Classification/${video}/${frame}_QA.txt`] = text(`${lines.join('\n')}\n`);
      files[`Cholec80-VQA/Sentence/${video}/${frame}_QA.txt`] = text(
        `what is the phase?|it is ${names[phase]!}\n`,
      );
    }
  }
  return files;
}

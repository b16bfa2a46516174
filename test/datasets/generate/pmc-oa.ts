/** PMC-OA: lines of JSON with parts of figures, in the present form and in the one of train, valid and test. */
import { Dice, text, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { marksOf, picture } from './picture.ts';

const folder = 'caption_T060_filtered_top4_sep_v0_subfigures';

function made(articles: number, from: number, dice: Dice) {
  const images: Record<string, Uint8Array> = {};
  const lines: Record<string, unknown>[] = [];
  for (let article = from; article < from + articles; article++) {
    for (let part = 0; part < 1 + (article % 3); part++) {
      const isScan = dice.isLucky(0.5);
      const image = `PMC${212000 + article}_Fig3_${part}.jpg`;
      if (article % 13 !== 5) images[image] = jpeg(picture(dice.random, marksOf([isScan, !isScan]), 48));
      lines.push({
        image,
        caption: `${isScan ? 'Axial scan' : 'Histology'}, "part ${part}", of article ${article}`,
        kind: isScan ? 'scan' : 'stain',
      });
    }
  }
  return { images, lines };
}

const jsonl = (lines: readonly unknown[]) =>
  text(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

export function pmcOa(): MadeFiles {
  const { images, lines } = made(120, 0, new Dice('pmc-oa'));
  const files: MadeFiles = {};
  for (const [name, bytes] of Object.entries(images)) files[`images/${folder}/${name}`] = bytes;
  files['pmc_oa.jsonl'] = jsonl(
    lines.map(({ kind, ...line }, i) => ({
      ...line,
      alignment_type: i % 9 === 0 ? null : kind,
      alignment_score: i % 9 === 0 ? null : 0.5 + (i % 5) / 10,
    })),
  );
  return files;
}

export function pmcOaSplits(): MadeFiles {
  const dice = new Dice('pmc-oa-splits');
  const files: MadeFiles = {};
  for (const [split, articles, from] of [
    ['train', 60, 0],
    ['valid', 20, 60],
    ['test', 20, 80],
  ] as const) {
    const { images, lines } = made(articles, from, dice);
    for (const [name, bytes] of Object.entries(images)) files[`${folder}/${name}`] = bytes;
    files[`${split}.jsonl`] = jsonl(
      lines.map(({ image, caption }) => ({
        image,
        caption,
        pmcid: String(image).split('_')[0],
        url_name: '1471-2121-4-13-3.jpg',
      })),
    );
  }
  return files;
}

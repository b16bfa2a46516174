/** object-CXR: foreign objects as rectangles, ellipses and polygons; in the test table paths stand in place of names. */
import { csv, Dice, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { picture, type Mark } from './picture.ts';

export function objectCxr(): MadeFiles {
  const dice = new Dice('object-cxr');
  const files: MadeFiles = {};
  let number = 0;
  for (const [split, images] of [
    ['train', 180],
    ['dev', 60],
    ['test', 60],
  ] as const) {
    const rows: string[][] = [[split === 'test' ? 'image_path' : 'image_name', 'annotation']];
    for (let at = 0; at < images; at++) {
      const name = `${String(++number).padStart(5, '0')}.jpg`;
      const [width, height] = [44 + dice.below(12), 48 + dice.below(12)];
      const marks: Mark[] = [];
      const outlines: string[] = [];
      const objects = at % 2 === 0 ? 1 + dice.below(3) : 0;
      for (let object = 0; object < objects; object++) {
        const [x, y] = [6 + dice.below(width - 14), 6 + dice.below(height - 14)];
        marks.push({ x: x / width, y: y / height, radius: 5 / width });
        const corners = `${x - 5} ${y - 5} ${x + 5} ${y + 5}`;
        outlines.push(
          [
            `0 ${corners}`,
            `1 ${corners}`,
            // Some corners lie outside of the picture.
            `2 ${at === 4 ? -3 : x - 5} ${y} ${x} ${y - 5} ${x + 5} ${y} ${x} ${y + 5}`,
          ][(at / 2 + object) % 3]!,
        );
      }
      rows.push([split === 'test' ? `test/${name}` : name, outlines.join(';')]);
      files[`object-CXR/object-CXR/${split}/${name}`] = jpeg(picture(dice.random, marks, width, height));
    }
    files[`object-CXR/object-CXR/${split}.csv`] = csv(rows);
  }
  return files;
}

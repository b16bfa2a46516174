/** A confusion matrix as a picture that can be printed: dark ink on white, darker where a larger share of the true class is. */
import type { MatrixCell } from './matrix-rows.ts';

const cell = 64;
const head = 128;

export function matrixSvg(
  rows: readonly (readonly MatrixCell[])[],
  classes: readonly string[],
  corner: string,
): string {
  const side = head + classes.length * cell + 8;
  const at = (index: number) => head + index * cell;
  const names = classes.flatMap((name, k) => [
    `<text x="${head - 8}" y="${at(k) + cell / 2 + 4}" text-anchor="end">${escaped(name)}</text>`,
    `<text transform="translate(${at(k) + cell / 2 + 4} ${head - 8}) rotate(-90)">${escaped(name)}</text>`,
  ]);
  const cells = rows.flatMap((row, truth) =>
    row.map(({ count, percent }, said) => {
      const tint = truth === said ? '#57358c' : '#a3244c';
      const [x, y] = [at(said), at(truth)];
      return [
        `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="${tint}"`,
        ` fill-opacity="${(percent * 0.004).toFixed(3)}" stroke="#8a8592"/>`,
        `<text x="${x + cell / 2}" y="${y + cell / 2 + 4}" text-anchor="middle">${count}</text>`,
      ].join('');
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}"`,
    ' font-family="sans-serif" font-size="12" fill="#1c1a21" style="background:#fff">',
    `<text x="8" y="20">${escaped(corner)}</text>`,
    ...names,
    ...cells,
    '</svg>\n',
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A plot as files: an SVG that needs no style sheet, and a table of its numbers as CSV (RFC 4180). */
import { Turns } from '../../state/index.ts';

export interface PlotTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number | null)[]>;
}

/** With a byte order mark, by which spreadsheets know that it is UTF-8; null is an empty cell. */
export async function csvOf({ columns, rows }: PlotTable): Promise<string> {
  const turns = new Turns();
  let text = `\ufeff${columns.map(cellOf).join(',')}\r\n`;
  for (const cells of rows) {
    text += `${cells.map(cellOf).join(',')}\r\n`;
    await turns.give();
  }
  return text;
}

function cellOf(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What the style sheet decides of a drawing. */
const drawn = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'text-anchor',
] as const;

/** The picture as it is shown now, with its computed style on each part, on the page's own ground. */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const parts = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((part, i) => {
    const style = getComputedStyle(parts[i]!);
    for (const name of drawn) part.setAttribute(name, style.getPropertyValue(name));
    part.removeAttribute('class');
  });
  const { width, height } = svg.viewBox.baseVal;
  copy.removeAttribute('class');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return new XMLSerializer().serializeToString(copy);
}

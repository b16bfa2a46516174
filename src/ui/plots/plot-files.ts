/** A plot as files: an SVG that needs no style sheet, and a table of its numbers as CSV (RFC 4180). */

export interface PlotTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** With a byte order mark, by which spreadsheets know that it is UTF-8; null is an empty cell. */
export function csvOf({ columns, rows }: PlotTable): string {
  const lines = [columns, ...rows].map((cells) => cells.map(cellOf).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
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

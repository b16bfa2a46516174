/** Tables of the report: a caption or heading, headings by scope, and a frame that scrolls where a table is too wide. */
import { html, type Insert, type Markup } from './markup.ts';

export interface Table {
  /** Said of the scrolling frame to a screen reader. */
  readonly label: string;
  readonly caption?: string;
  readonly className?: string;
  readonly columns: readonly string[];
  /** Each a `<tr>`; see `row`. */
  readonly rows: readonly Markup[];
}

/** A table. The frame can be focused, so that it can be scrolled with the keyboard. */
export function table({ label, caption, className = '', columns, rows }: Table): Markup {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">
    <table class="${className}">
      ${
        caption === undefined
          ? null
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** A row: its heading, then plain cells. */
export function row(heading: string, cells: readonly Insert[]): Markup {
  return html`<tr>
    <th scope="row">${heading}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}

/**
 * The report's plots as inline SVG. Colours come from the style sheet, so that they follow light and dark; lines differ
 * by dashes as well as by colour. Every plot has a label and stands beside a table of the same numbers.
 */
import { html, type Markup } from './markup.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  /** What a screen reader says instead of the picture. */
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly series: readonly Series[];
  /** A vertical line with a text. */
  readonly mark?: { readonly x: number; readonly text: string };
  /** A line from corner to corner: chance. */
  readonly diagonal?: boolean;
  /** Ticks at whole numbers only. */
  readonly wholeX?: boolean;
  readonly write: (value: number) => string;
}

const width = 460;
const height = 300;
const left = 64;
const right = 14;
const top = 14;
const bottom = 46;

/** How many line styles the style sheet has. */
const styles = 6;

/** Lines over two axes, with a legend where there is more than one. */
export function linePlot(plot: Plot): Markup {
  const x = scale(plot.x, [left, width - right]);
  const y = scale(plot.y, [height - bottom, top]);
  const xTicks = niceTicks(plot.x, 6).filter((tick) => plot.wholeX !== true || Number.isInteger(tick));
  return html`<figure class="plot">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${plot.label}">
      ${niceTicks(plot.y, 5).map(
        (tick) =>
          html`<path class="grid" d="M${left} ${y(tick)}H${width - right}" /><text
              x="${left - 8}"
              y="${y(tick) + 4}"
              text-anchor="end"
              >${plot.write(tick)}</text
            >`,
      )}
      ${xTicks.map(
        (tick) =>
          html`<text x="${x(tick)}" y="${height - bottom + 18}" text-anchor="middle"
            >${plot.write(tick)}</text
          >`,
      )}
      <path class="axis" d="M${left} ${top}V${height - bottom}H${width - right}" />
      ${
        plot.diagonal === true
          ? html`<path class="chance" d="M${left} ${height - bottom}L${width - right} ${top}" />`
          : null
      }
      ${plot.mark ? verticalMark(x(plot.mark.x), plot.mark.text) : null}
      ${plot.series.map(({ points }, i) =>
        line(
          points.map(([px, py]) => [x(px), y(py)] as const),
          i,
        ),
      )}
      <text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">
        ${plot.xTitle}
      </text>
      <text x="12" y="${(top + height - bottom) / 2}" class="turned" text-anchor="middle">
        ${plot.yTitle}
      </text>
    </svg>
    ${plot.series.length > 1 ? legend(plot.series) : null}
  </figure>`;
}

function line(points: readonly (readonly [number, number])[], index: number): Markup {
  const style = `s${index % styles}`;
  const path = points.map(([x, y]) => `${x} ${y}`).join('L');
  const only = points.length === 1 ? points[0] : undefined;
  return only
    ? html`<circle class="dot ${style}" cx="${only[0]}" cy="${only[1]}" r="4" />`
    : html`<path class="line ${style}" d="M${path}" />`;
}

function verticalMark(x: number, text: string): Markup {
  const beforeMiddle = x < (left + width - right) / 2;
  return html`<path class="mark" d="M${x} ${top}V${height - bottom}" /><text
      class="mark"
      x="${beforeMiddle ? x + 6 : x - 6}"
      y="${top + 10}"
      text-anchor="${beforeMiddle ? 'start' : 'end'}"
      >${text}</text
    >`;
}

function legend(series: readonly Series[]): Markup {
  return html`<figcaption>
    ${series.map(
      ({ name }, i) =>
        html`<span class="key"
          ><svg viewBox="0 0 28 8" aria-hidden="true">
            <path class="line s${i % styles}" d="M0 4H28" /></svg
          >${name}</span
        >`,
    )}
  </figcaption>`;
}

/** A value with its interval and a baseline on one axis. */
export interface Whisker {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly baseline: { readonly value: number; readonly text: string } | null;
  readonly write: (value: number) => string;
}

/** A dot and whisker from 0 or 0.5 (whichever still shows everything) to 1. */
export function whiskerPlot({ label, value, interval, baseline, write }: Whisker): Markup {
  const lowest = Math.min(value, interval?.[0] ?? 1, baseline?.value ?? 1);
  const from = lowest < 0.5 ? 0 : 0.5;
  const x = scale([from, 1], [10, 350]);
  const end = (at: number) => (at < 120 ? 'start' : at > 240 ? 'end' : 'middle');
  return html`<svg class="whisker" viewBox="0 0 360 62" role="img" aria-label="${label}">
    <path class="axis" d="M10 34H350" />
    ${[from, (from + 1) / 2, 1].map(
      (tick) =>
        html`<path class="axis" d="M${x(tick)} 34v4" /><text
            x="${x(tick)}"
            y="52"
            text-anchor="${end(x(tick))}"
            >${write(tick)}</text
          >`,
    )}
    ${
      baseline
        ? html`<path class="mark" d="M${x(baseline.value)} 16v22" /><text
              x="${x(baseline.value)}"
              y="11"
              text-anchor="${end(x(baseline.value))}"
              >${baseline.text}</text
            >`
        : null
    }
    ${
      interval
        ? html`<path
            class="interval"
            d="M${x(interval[0])} 27H${x(interval[1])}M${x(interval[0])} 22v10M${x(interval[1])} 22v10"
          />`
        : null
    }
    <circle class="value" cx="${x(value)}" cy="27" r="5" />
  </svg>`;
}

/** To tenths of a pixel: more digits can't be seen and make the file longer. */
function scale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  const span = to - from || 1;
  return (value) => Math.round((start + ((value - from) / span) * (end - start)) * 10) / 10;
}

/** Round numbers inside an interval, about as many as asked for. */
export function niceTicks([from, to]: readonly [number, number], about: number): number[] {
  const rough = (to - from) / about;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power < 1.5 ? 1 : rough / power < 3 ? 2 : rough / power < 7.5 ? 5 : 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

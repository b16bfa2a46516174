/** The report's sections on what was found: headline, splits, confusion matrix, classes, ROC curves. */
import type { ClassResult, Estimate, SplitResult } from '../../domain/index.ts';
import { oneVersusRest, rankScores, rocCurve } from '../../evaluation/index.ts';
import { linePlot, whiskerPlot } from './charts.ts';
import type { ReportContext } from './context.ts';
import { html, type Markup } from './markup.ts';
import { row, table } from './table.ts';

/** The two figures that people quote, each with its interval, on an axis with what it has to beat. */
export function headline({ shown, words, formats }: ReportContext): Markup {
  const { result } = shown;
  const name = words.splits[shown.split];
  const { headline: h } = words;
  const { score } = formats;
  const by = result.patients === null ? h.bySample : h.byPatient(result.patients);
  const majority = result.majorityAcc;
  const figure = (
    title: string,
    estimate: Estimate,
    baseline: { value: number; text: string } | null,
  ) => {
    if (estimate.value === null)
      return html`<div>
        <p class="name">${title}</p>
        <p class="why">${undefinedBecause(estimate, h)}</p>
      </div>`;
    const { value, low, high } = estimate;
    const interval = low === null || high === null ? null : ([low, high] as const);
    const sentence = interval ? h.interval(score(interval[0]), score(interval[1])) : h.noInterval;
    const label = `${title} ${score(value)}; ${sentence}`;
    return html`<div>
      <p class="name">${title}</p>
      <p class="figure">${score(value)}</p>
      <p class="soft">${sentence}</p>
      ${whiskerPlot({ label, value, interval, baseline, write: String })}
    </div>`;
  };
  return html`<section>
    <div class="headline">
      ${figure(h.auc(name), result.auc, { value: 0.5, text: h.chance })}
      ${figure(
        h.acc(name),
        result.acc,
        majority === null ? null : { value: majority, text: `${h.majority} ${score(majority)}` },
      )}
    </div>
    <p class="soft">${h.defined(by)}</p>
  </section>`;
}

/** All evaluated splits in one table. */
export function splitTable({ evaluated, words, formats }: ReportContext): Markup {
  const { bySplit: w } = words;
  const { number, score, estimate } = formats;
  return html`<section>
    <h2>${w.heading}</h2>
    ${table({
      label: w.heading,
      columns: [w.split, w.samples, w.patients, w.auc, w.acc, w.majority],
      rows: evaluated.map(({ split, result }) =>
        row(words.splits[split], [
          number(result.samples),
          result.patients === null ? '–' : number(result.patients),
          estimate(result.auc),
          estimate(result.acc),
          score(result.majorityAcc),
        ]),
      ),
    })}
  </section>`;
}

/** True classes downwards, predicted ones across; nothing for multi-label. */
export function confusion({ shown, words, formats }: ReportContext): Markup | null {
  const { confusion: matrix, classes } = shown.result;
  if (matrix === null) return null;
  const { confusion: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  const rows = matrix.map((counts, actual) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return html`<tr>
      <th scope="row">${classes[actual]!.name}</th>
      ${counts.map(
        (count, predicted) =>
          html`<td
            class="${actual === predicted ? 'right' : 'wrong'}"
            style="background:rgba(var(--tint),${shade(count, total)})"
          >
            ${formats.number(count)}
          </td>`,
      )}
    </tr>`;
  });
  const columns = [w.corner, ...classes.map(({ name }) => name)];
  return html`<section>
    <h2>${heading}</h2>
    ${table({ label: heading, caption: w.caption, className: 'matrix', columns, rows })}
  </section>`;
}

/** Never so dark that the count in front of it loses its contrast. */
function shade(count: number, total: number): string {
  return (total > 0 ? 0.35 * (count / total) : 0).toFixed(3);
}

/** One row a class. */
export function classTable({ shown, words, formats }: ReportContext): Markup {
  const { classes: w } = words;
  const { number, score, estimate } = formats;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      caption: w.caption,
      columns: [w.name, w.samples, w.auc, w.sensitivity, w.specificity, w.precision],
      rows: shown.result.classes.map((each, k) => {
        const scores = shown.result.scores?.classes[k];
        const rate = (name: 'sensitivity' | 'specificity' | 'precision') =>
          scores === undefined ? score(each[name]) : estimate(scores[name]);
        return row(each.name, [
          number(each.samples),
          estimate(each.auc),
          rate('sensitivity'),
          rate('specificity'),
          rate('precision'),
        ]);
      }),
    })}
  </section>`;
}

/** More lines than this can't be told apart in one plot; the first ones in order of class are drawn. */
const mostCurves = 6;

/** ROC curves: one for binary, one a class otherwise; nothing where no class has one. */
export function rocPlot({ shown, words, formats }: ReportContext): Markup | null {
  if (shown.outcome === null) return null;
  const { roc: w } = words;
  const series = oneVersusRest(shown.outcome)
    .map(({ className, scores, positives }) => ({
      name: w.legend(className, formats.score(aucOf(shown.result, className))),
      points: rocCurve(rankScores(scores, positives)).map(
        ({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate] as const,
      ),
    }))
    .filter(({ points }) => points.length > 0)
    .slice(0, mostCurves);
  if (series.length === 0) return null;
  const heading = w.heading(words.splits[shown.split]);
  return html`<div>
    <h2>${heading}</h2>
    ${linePlot({
      label: `${heading}. ${w.label}`,
      xTitle: w.x,
      yTitle: w.y,
      x: [0, 1],
      y: [0, 1],
      series,
      diagonal: true,
      write: String,
    })}
  </div>`;
}

function aucOf(result: SplitResult, className: string): number | null {
  return result.classes.find(({ name }: ClassResult) => name === className)?.auc.value ?? null;
}

/** Why a figure has no value, in words. */
export function undefinedBecause(
  { reason, className }: Extract<Estimate, { value: null }>,
  words: ReportContext['words']['headline'],
): string {
  if (className === null) return words.noSamples;
  if (reason === 'never-said') return words.neverSaid(className);
  return reason === 'one-class' ? words.oneClass(className) : words.noneOfClass(className);
}

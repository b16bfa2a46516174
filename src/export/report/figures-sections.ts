/** The report's sections on how good the result is: baselines, all figures, thresholds, calibration, subgroups. */
import type { Estimate } from '../../domain/index.ts';
import { linePlot } from './charts.ts';
import type { ReportContext } from './context.ts';
import { html, type Markup } from './markup.ts';
import { undefinedBecause } from './results-sections.ts';
import { row, table } from './table.ts';

/** What the run had to beat on the split that is shown, and by how much it did. */
export function baselines({ run, shown, words, formats }: ReportContext): Markup | null {
  const { beside } = run.metrics;
  if (beside?.split !== shown.split) return null;
  const { baselines: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      caption: w.caption,
      columns: [w.name, w.auc, w.acc, w.behind, w.learnedFrom],
      rows: beside.baselines.map((one) =>
        row(w.names[one.kind], [
          formats.estimate(one.auc),
          formats.estimate(one.acc),
          formats.difference(one.behind.auc),
          one.learnedFrom === null ? '–' : formats.number(one.learnedFrom),
        ]),
      ),
    })}
  </section>`;
}

/** Questions answered right, of all that were asked; nothing where classes are no answers. */
export function answers({ shown, words, formats }: ReportContext): Markup | null {
  const found = shown.result.answers;
  if (found === undefined) return null;
  const { answers: w } = words;
  const known = found.vocabulary;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      columns: [w.group, w.questions, w.acc, w.ceiling, w.unseen],
      rows: (['all', 'closed', 'open'] as const).flatMap((name) => {
        const group = found[name];
        if (group === null) return [];
        return row(w.groups[name], [
          formats.number(group.questions),
          formats.estimate(group.acc),
          formats.score(group.answerable / group.questions),
          formats.number(group.unseen),
        ]);
      }),
    })}
    <p class="soft">${w.hint(known.answers, known.of, known.covered, known.questions)}</p>
  </section>`;
}

/** Each figure with its interval, or why it has none. */
export function figures(context: ReportContext): Markup | null {
  const { shown, words, formats } = context;
  const { scores } = shown.result;
  if (scores === undefined) return null;
  const { figures: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  const written = (estimate: Estimate) =>
    estimate.value === null ? undefinedBecause(estimate, words.headline) : formats.estimate(estimate);
  const names = ['averagePrecision', 'f1Macro', 'f1Weighted', 'kappa', 'brier', 'ece'] as const;
  const rows = names.flatMap((name) => {
    const estimate = scores[name];
    return estimate === null ? [] : [row(w.names[name], [written(estimate)])];
  });
  return html`<section>
    <h2>${heading}</h2>
    ${table({ label: heading, columns: [w.name, w.value], rows })}
    <p class="soft">${w.howSure}</p>
  </section>`;
}

/** What thresholds that were chosen on val come to; nothing where there was no val. */
export function thresholds({ shown, words, formats }: ReportContext): Markup | null {
  const points = (shown.result.scores?.questions ?? []).flatMap(({ className, operatingPoints }) =>
    operatingPoints.map((point) => ({ className, ...point })),
  );
  if (points.length === 0) return null;
  const { thresholds: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      caption: w.caption,
      columns: [words.classes.name, w.wanted, w.threshold, w.sensitivity, w.specificity],
      rows: points.map((point) =>
        row(point.className, [
          w.aims[point.aim](formats.percent(point.wanted ?? 0)),
          formats.score(point.threshold),
          formats.estimate(point.sensitivity),
          formats.estimate(point.specificity),
        ]),
      ),
    })}
  </section>`;
}

/** The reliability diagram of all decisions, and its numbers. */
export function calibration({ shown, words, formats }: ReportContext): Markup | null {
  const { scores } = shown.result;
  if (scores === undefined) return null;
  const { calibration: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  const bins = scores.reliability.flatMap(({ samples, said, true: was }) =>
    said === null || was === null ? [] : [{ samples, said, was }],
  );
  if (bins.length === 0) return null;
  return html`<section>
    <h2>${heading}</h2>
    ${linePlot({
      label: `${heading}. ${w.label}`,
      xTitle: w.said,
      yTitle: w.was,
      x: [0, 1],
      y: [0, 1],
      series: [{ name: w.was, points: bins.map(({ said, was }) => [said, was] as const) }],
      diagonal: true,
      write: String,
    })}
    ${table({
      label: heading,
      columns: [w.said, w.was, words.classes.samples],
      rows: bins.map(({ samples, said, was }) =>
        row(formats.score(said), [formats.score(was), formats.number(samples)]),
      ),
    })}
  </section>`;
}

/** Sexes, age bands, views and sites; nothing where the dataset knows none of them. */
export function subgroups({ run, shown, words, formats }: ReportContext): Markup | null {
  const { beside } = run.metrics;
  if (beside?.split !== shown.split || beside.subgroups.length === 0) return null;
  const { subgroups: w } = words;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      caption: w.caption,
      columns: [w.group, words.classes.samples, words.bySplit.auc, words.bySplit.acc],
      rows: beside.subgroups.map((group) =>
        row(`${w.fields[group.field]}: ${group.name ?? w.notKnown}`, [
          formats.number(group.samples),
          formats.estimate(group.auc),
          formats.estimate(group.acc),
        ]),
      ),
    })}
  </section>`;
}

/** How good the recipe is with fewer training samples; nothing where nobody asked. */
export function learningCurve({ run, words, formats }: ReportContext): Markup | null {
  const curve = run.metrics.learningCurve;
  if (curve === undefined) return null;
  const { learningCurve: w } = words;
  const heading = w.heading(words.splits[curve.split]);
  const known = curve.points.flatMap(({ samples, auc }) =>
    auc.value === null ? [] : [{ samples, auc: auc.value }],
  );
  const lowest = Math.min(0.5, ...known.map(({ auc }) => auc));
  const largest = Math.max(...curve.points.map(({ samples }) => samples));
  return html`<section>
    <h2>${heading}</h2>
    ${
      known.length < 2
        ? null
        : linePlot({
            label: `${heading}. ${w.label}`,
            xTitle: w.samples,
            yTitle: words.bySplit.auc,
            x: [0, largest],
            y: [Math.floor(lowest * 10) / 10, 1],
            series: [
              { name: heading, points: known.map(({ samples, auc }) => [samples, auc] as const) },
            ],
            wholeX: true,
            write: String,
          })
    }
    ${table({
      label: heading,
      caption: w.caption,
      columns: [w.fraction, w.samples, words.bySplit.auc, words.bySplit.acc],
      rows: curve.points.map(({ fraction, samples, auc, acc }) =>
        row(formats.percent(fraction), [
          formats.number(samples),
          formats.estimate(auc),
          formats.estimate(acc),
        ]),
      ),
    })}
  </section>`;
}

/** Whether heat maps look where the boxes are; nothing where no boxes of a class are known. */
export function pointing({ run, shown, words, formats }: ReportContext): Markup | null {
  const { beside } = run.metrics;
  if (beside?.split !== shown.split || beside.pointing === undefined) return null;
  const { pointing: w } = words;
  const { share, classes } = beside.pointing;
  const heading = w.heading(words.splits[shown.split]);
  return html`<section>
    <h2>${heading}</h2>
    ${table({
      label: heading,
      caption: w.caption(formats.percent(share)),
      columns: [words.classes.name, w.images, w.hits, w.hitRate, w.chance, w.iou],
      rows: classes.map((one) =>
        row(one.className, [
          formats.number(one.images),
          `${formats.number(one.hits)} / ${formats.number(one.asked)}`,
          formats.estimate(one.hitRate),
          formats.score(one.chance),
          formats.estimate(one.iou),
        ]),
      ),
    })}
    <p class="soft">${w.howSure}</p>
  </section>`;
}

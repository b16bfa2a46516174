/** The report's sections on what was done: data, learning curves, recipe, machine, and how to use the files. */
import {
  completeRecipe,
  reads,
  splits,
  type CompleteRecipe,
  type EpochResult,
  type ExportName,
} from '../../domain/index.ts';
import { readingText } from '../../i18n/index.ts';
import { loadingSnippets } from '../loading-snippets.ts';
import { recipeJson } from '../stable-json.ts';
import { linePlot, type Series } from './charts.ts';
import type { ReportContext } from './context.ts';
import { html, type Markup } from './markup.ts';
import { row, table } from './table.ts';

/** Where the data came from and how many samples of each class each split has. */
export function data({ run, recipe, counts, samples, licence, words, formats }: ReportContext): Markup {
  const { data: w } = words;
  const { number } = formats;
  const { kind, classes } = run.target;
  return html`<section>
    <h2>${w.heading}</h2>
    <dl>
      <dt>${w.kind}</dt>
      <dd>${w.kinds[kind]}</dd>
      <dt>${w.inputs}</dt>
      <dd>${w.inputKinds[recipe.inputs]}</dd>
      <dt>${w.licence}</dt>
      <dd>${licence ?? w.licenceUnknown}</dd>
    </dl>
    ${table({
      label: w.heading,
      caption: kind === 'multi-label' ? w.captionMultiLabel : w.caption,
      columns: [w.class, ...splits.map((split) => words.splits[split])],
      rows: [
        ...classes.map((name, k) =>
          row(
            name,
            splits.map((split) => number(counts[split][k] ?? 0)),
          ),
        ),
        row(
          w.total,
          splits.map((split) => number(samples[split])),
        ),
      ],
    })}
  </section>`;
}

/** Loss and validation AUC over the epochs, as plots and as a table; nothing before the first epoch. */
export function learning(context: ReportContext): Markup | null {
  const { run, words } = context;
  if (run.history.length === 0) return null;
  return html`<section>
    <h2>${words.learning.heading}</h2>
    <div class="plots">${lossPlot(context)} ${aucPlot(context)}</div>
    ${historyTable(context)}
  </section>`;
}

function lossPlot({ run, words }: ReportContext): Markup {
  const { learning: w } = words;
  const series = [
    curve(w.trainLoss, run.history, ({ trainLoss }) => trainLoss),
    curve(w.valLoss, run.history, ({ valLoss }) => valLoss),
  ].filter(({ points }) => points.length > 0);
  const highest = Math.max(...series.flatMap(({ points }) => points.map(([, y]) => y)));
  return linePlot({
    label: w.loss,
    xTitle: w.epoch,
    yTitle: w.loss,
    x: epochRange(run.history),
    y: [0, highest > 0 ? highest * 1.05 : 1],
    series,
    wholeX: true,
    write: String,
  });
}

function aucPlot({ run, words }: ReportContext): Markup | null {
  const { learning: w } = words;
  const series = curve(w.auc, run.history, ({ valAuc }) => valAuc);
  if (series.points.length === 0) return null;
  const lowest = Math.min(...series.points.map(([, y]) => y));
  const best = run.metrics.bestEpoch;
  return linePlot({
    label: `${w.auc}; ${w.best(best)}`,
    xTitle: w.epoch,
    yTitle: w.auc,
    x: epochRange(run.history),
    y: [Math.floor(lowest * 10) / 10, 1],
    series: [series],
    mark: { x: best, text: w.best(best) },
    wholeX: true,
    write: String,
  });
}

function epochRange(history: readonly EpochResult[]): readonly [number, number] {
  return [history[0]!.epoch, history.at(-1)!.epoch];
}

function curve(
  name: string,
  history: readonly EpochResult[],
  pick: (result: EpochResult) => number | null,
): Series {
  const points = history.flatMap((result) => {
    const value = pick(result);
    return value === null ? [] : [[result.epoch, value] as const];
  });
  return { name, points };
}

function historyTable({ run, words, formats }: ReportContext): Markup {
  const { learning: w } = words;
  const loss = (value: number | null) => (value === null ? '–' : formats.figure(value));
  return html`<details>
    <summary>${w.asTable}</summary>
    ${table({
      label: w.heading,
      columns: [w.epoch, w.trainLoss, w.valLoss, w.auc, w.rate],
      rows: run.history.map((result) =>
        row(formats.number(result.epoch), [
          loss(result.trainLoss),
          loss(result.valLoss),
          formats.score(result.valAuc),
          formats.figure(result.learningRate),
        ]),
      ),
    })}
  </details>`;
}

/** The parts of the recipe that people ask about, and all of it folded. */
export function recipe({ recipe: r, words, locale }: ReportContext): Markup {
  const { recipe: w } = words;
  const { cut, split, training } = r;
  const cutText = [
    w.cutIs(cut.size, w.channels[cut.channels], w.fits[cut.fit], w.filters[cut.filter]),
    ...readingText(cut, locale),
  ].join(' · ');
  const boxText = boxesOf(r, words);
  return html`<section>
    <h2>${w.heading}</h2>
    <p class="soft">${w.hint}</p>
    <dl>
      <dt>${w.split}</dt>
      <dd>${split.use === 'official' ? w.splitOfficial : w.splitMade(split.val, split.test)}</dd>
      ${
        boxText === null
          ? []
          : html`<dt>${w.boxes}</dt>
              <dd>${boxText}</dd>`
      }
      <dt>${w.cut}</dt>
      <dd>${!reads(r.inputs).image ? w.noCut : cutText}</dd>
      <dt>${w.training}</dt>
      <dd>${w.trainingIs(training.epochs, training.batch, String(training.learningRate))}</dd>
      <dt>${w.seed}</dt>
      <dd>${r.seed}</dd>
    </dl>
    <details>
      <summary>${w.all}</summary>
      <pre tabindex="0">${recipeJson(r)}</pre>
    </details>
  </section>`;
}

/** How boxes became samples; null where images are the samples, which boxes change nothing of. */
function boxesOf(
  recipe: CompleteRecipe,
  { recipe: { boxReaders, boxSamples } }: ReportContext['words'],
) {
  // Runs of earlier versions say nothing about it.
  const { readers, iou, samples, margin } = completeRecipe(recipe).boxes;
  if (samples === 'images') return null;
  const whose =
    readers === 'all'
      ? boxReaders.all
      : readers === 'union' || readers === 'majority'
        ? boxReaders[readers](iou)
        : boxReaders.one(readers);
  return `${whose} · ${boxSamples(margin)}`;
}

/** Backend, device and time. */
export function machine({ run, words, formats }: ReportContext): Markup {
  const { machine: w } = words;
  const { number } = formats;
  return html`<section>
    <h2>${w.heading}</h2>
    <dl>
      <dt>${w.backend}</dt>
      <dd>${run.backend.backend}</dd>
      <dt>${w.device}</dt>
      <dd>${run.backend.device}</dd>
      <dt>${w.time}</dt>
      <dd>${formats.duration(run.seconds)}</dd>
      <dt>${w.epochs}</dt>
      <dd>${w.epochsAre(run.metrics.epochs, run.metrics.bestEpoch)}</dd>
      <dt>${w.parameters}</dt>
      <dd>${number(run.metrics.parameters)}</dd>
    </dl>
    <p class="soft">${w.where}</p>
  </section>`;
}

/** Lines to paste for the files that are made for other programs. */
export function using({ run, shown, recipe: r, words }: ReportContext): Markup {
  const names: ExportName[] = [
    'weights.safetensors',
    'tfjs/model.json',
    ...(!reads(r.inputs).image ? [] : (['tensors.npz'] as const)),
    `predictions-${shown.split}.csv`,
  ];
  return html`<section>
    <h2>${words.load.heading}</h2>
    <p class="soft">${words.load.hint}</p>
    ${names.map((name) =>
      loadingSnippets(name, run.target, r.model.ordinal).map(
        ({ language, code }) =>
          html`<h3>${name} · ${language}</h3>
            <pre tabindex="0">${code}</pre>`,
      ),
    )}
  </section>`;
}

/**
 * `report.html`: a run's whole result in one file that opens anywhere, prints, and asks nothing of any network. It holds
 * no script, and no identifier of a sample or a patient unless the recipe says that kept files may name them.
 */
import {
  splits,
  type HealthReport,
  type PictureBatch,
  type Prepared,
  type RunResult,
} from '../../domain/index.ts';
import { formats, languageTags, loadWords, type Locale } from '../../i18n/index.ts';
import type { EvaluatedSplit, ReportContext } from './context.ts';
import {
  answers,
  baselines,
  calibration,
  figures,
  learningCurve,
  pointing,
  subgroups,
  thresholds,
} from './figures-sections.ts';
import { healthSection } from './health-section.ts';
import { html, Markup } from './markup.ts';
import { worstMistakes } from './mistakes-section.ts';
import { classTable, confusion, headline, rocPlot, splitTable } from './results-sections.ts';
import { data, learning, machine, recipe, using } from './run-sections.ts';
import { style } from './style.ts';
import { en, type ReportWords } from './words-en.ts';
import { zh } from './words-zh.ts';

export interface ReportInput {
  readonly locale: Locale;
  /** The dataset's title and licence, null where it is not known. */
  readonly dataset: { readonly title: string; readonly licence: string | null };
  readonly run: RunResult;
  readonly counts: Prepared['counts'];
  readonly samples: Prepared['samples'];
  /** What was found before training, null where nobody looked. */
  readonly health: HealthReport | null;
  /** Cut pictures by row of the sample table, in the order asked for; null for a text-only run. */
  readonly readPictures: ((rows: readonly number[]) => Promise<PictureBatch>) | null;
  /** Sample ids by row of the sample table. Used only where the recipe's `identifiers` allows it. */
  readonly ids: readonly string[] | null;
}

const dictionaries: Readonly<Record<Locale, ReportWords>> = { en, zh };

/** A browser that opens the report may show it, and nothing else. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The text of `report.html`.
 * @throws RangeError where the run was evaluated on no split
 */
export async function reportHtml(input: ReportInput): Promise<string> {
  await loadWords(input.locale);
  const context = contextOf(input);
  const { words, run, dataset } = context;
  const title = words.title(run.target.name, dataset);
  const ids = run.recipe.identifiers ? input.ids : null;
  const roc = rocPlot(context);
  const page = html`<!doctype html>
    <html lang="${languageTags[input.locale]}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p class="kicker">${words.kicker}</p>
            <h1>${title}</h1>
            <p class="notice">${words.notClinical}</p>
          </header>
          ${headline(context)} ${answers(context)} ${baselines(context)}
          ${await worstMistakes(context, input.readPictures, ids)} ${confusion(context)}
          ${figures(context)} ${classTable(context)} ${subgroups(context)} ${pointing(context)}
          ${thresholds(context)} ${roc === null ? null : html`<section>${roc}</section>`}
          ${calibration(context)} ${learningCurve(context)} ${learning(context)} ${splitTable(context)}
          ${data(context)} ${healthSection(context, input.health)} ${recipe(context)} ${machine(context)}
          ${using(context)}
          <footer><p class="notice">${words.notClinical}</p></footer>
        </main>
      </body>
    </html> `;
  return page.text;
}

function contextOf({ locale, dataset, run, counts, samples }: ReportInput): ReportContext {
  const evaluated = splits.flatMap((split): EvaluatedSplit[] => {
    const result = run.metrics.splits[split];
    return result ? [{ split, result }] : [];
  });
  const last = evaluated[evaluated.length - 1];
  if (last === undefined) throw new RangeError('a report needs a run that was evaluated');
  const position = run.predictions.findIndex(({ split }) => split === last.split);
  const predictions = run.predictions[position];
  const labels = run.labels[position];
  return {
    locale,
    words: dictionaries[locale],
    formats: formats(locale),
    dataset: dataset.title,
    licence: dataset.licence,
    run,
    recipe: run.recipe,
    counts,
    samples,
    evaluated,
    shown: {
      ...last,
      rows: predictions?.rows ?? new Int32Array(0),
      outcome:
        predictions && labels
          ? { target: run.target, labels, probabilities: predictions.probabilities }
          : null,
    },
  };
}

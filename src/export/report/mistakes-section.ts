/** The report's worst mistakes, as pictures where there are any. */
import type { PictureBatch } from '../../domain/index.ts';
import { mistakes, type Mistake } from '../../evaluation/index.ts';
import type { ReportContext } from './context.ts';
import { html, type Markup } from './markup.ts';
import { pictureUri } from './picture.ts';
import { table } from './table.ts';

/** As many as fill four rows of a wide page. */
const mostShown = 24;

/** A mistake with what is shown of it. */
interface ShownMistake {
  readonly truth: string;
  readonly said: string;
  /** Number, or the sample's id where the report may name samples. */
  readonly name: string;
  readonly row: number;
}

/**
 * @param readPictures pictures by row of the sample table; null for a text-only run
 * @param ids by row of the sample table; null where the report may not name samples
 */
export async function worstMistakes(
  context: ReportContext,
  readPictures: ((rows: readonly number[]) => Promise<PictureBatch>) | null,
  ids: readonly string[] | null,
): Promise<Markup | null> {
  const { shown, words } = context;
  if (shown.outcome === null) return null;
  const { mistakes: w } = words;
  const { total, worst } = mistakes(shown.outcome, mostShown);
  const first = worst.map((mistake) => describe(mistake, context, ids));
  const pictures = first.length > 0 ? await readPictures?.(first.map(({ row }) => row)) : undefined;
  return html`<section>
    <h2>${w.heading(words.splits[shown.split])}</h2>
    ${
      total === 0
        ? html`<p>${w.none}</p>`
        : html`<p class="soft">
            ${w.hint} ${w.shown(first.length, total)}
            ${ids === null ? w.numbering(`predictions-${shown.split}.csv`) : null}
          </p>`
    }
    ${pictures ? gallery(first, pictures) : list(first, context)}
  </section>`;
}

function describe(
  mistake: Mistake,
  { shown, run, words }: ReportContext,
  ids: readonly string[] | null,
): ShownMistake {
  const { mistakes: w } = words;
  const { classes } = run.target;
  const row = shown.rows[mistake.sample]!;
  const name = ids?.[row] ?? w.sample(mistake.sample);
  if (mistake.kind === 'class')
    return {
      truth: w.is(classes[mistake.actual]!),
      said: w.said(classes[mistake.predicted]!, mistake.confidence),
      name,
      row,
    };
  const label = classes[mistake.label]!;
  return mistake.predicted
    ? { truth: w.isNot(label), said: w.said(label, mistake.confidence), name, row }
    : { truth: w.is(label), said: w.saidNot(label, mistake.confidence), name, row };
}

function gallery(shown: readonly ShownMistake[], pictures: PictureBatch): Markup {
  return html`<ul class="pictures">
    ${shown.map(
      ({ truth, said, name }, i) =>
        html`<li>
          <img src="${pictureUri(pictures, i)}" alt="${name}: ${truth}, ${said}" />
          <span class="truth">${truth}</span>
          <span class="said">${said}</span>
          <small>${name}</small>
        </li>`,
    )}
  </ul>`;
}

function list(shown: readonly ShownMistake[], { words }: ReportContext): Markup | null {
  if (shown.length === 0) return null;
  const { sample, truth, said } = words.mistakes.table;
  return table({
    label: said,
    className: 'list',
    columns: [sample, truth, said],
    rows: shown.map(
      (mistake) =>
        html`<tr>
          <th scope="row">${mistake.name}</th>
          <td>${mistake.truth}</td>
          <td>${mistake.said}</td>
        </tr>`,
    ),
  });
}

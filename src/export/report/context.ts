/** What all sections of a report are made from: the result, the words and number formats, and the split that is shown. */
import type { CompleteRecipe, Prepared, RunResult, Split, SplitResult } from '../../domain/index.ts';
import type { Outcome } from '../../evaluation/index.ts';
import type { Formats, Locale } from '../../i18n/index.ts';
import type { ReportWords } from './words-en.ts';

/** One split's figures. */
export interface EvaluatedSplit {
  readonly split: Split;
  readonly result: SplitResult;
}

export interface ReportContext {
  readonly locale: Locale;
  readonly words: ReportWords;
  readonly formats: Formats;
  /** The dataset's title. */
  readonly dataset: string;
  readonly licence: string | null;
  readonly run: RunResult;
  readonly recipe: CompleteRecipe;
  readonly counts: Prepared['counts'];
  readonly samples: Prepared['samples'];
  readonly evaluated: readonly EvaluatedSplit[];
  /** The split whose details are shown: test, else val, else train. */
  readonly shown: EvaluatedSplit & {
    /** Null where the run keeps no predictions of it. */
    readonly outcome: Outcome | null;
    /** Rows of the sample table, by sample of the outcome. */
    readonly rows: Int32Array;
  };
}

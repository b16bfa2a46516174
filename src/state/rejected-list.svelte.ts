/** The list of files that can't be used: filtered by words and by kind, and as a table to keep. */
import type { ErrorKind, Problem } from '../domain/index.ts';
import { problemText, type Locale } from '../i18n/index.ts';
import { kindCounts, problemsCsv, withoutNames, type KindCount } from './problem-table.ts';

/** Longer lists are for a spreadsheet. */
const listedAtMost = 200;

export class RejectedList {
  readonly #problems: () => readonly Problem[];
  readonly #locale: () => Locale;
  readonly #namesNobody: () => boolean;
  needle = $state('');
  kind = $state<ErrorKind | ''>('');

  matching = $derived.by(() => {
    const needle = this.needle.trim().toLowerCase();
    return this.#problems().filter(
      (problem) =>
        (this.kind === '' || problem.kind === this.kind) &&
        (needle === '' || this.#searchable(problem).includes(needle)),
    );
  });

  /** @param namesNobody whether the table that is kept may not have the names of files */
  constructor(
    problems: () => readonly Problem[],
    locale: () => Locale,
    namesNobody: () => boolean = () => false,
  ) {
    this.#problems = problems;
    this.#locale = locale;
    this.#namesNobody = namesNobody;
  }

  get total(): number {
    return this.#problems().length;
  }

  get listed(): readonly Problem[] {
    return this.matching.slice(0, listedAtMost);
  }

  /** The kinds that occur, with what they are called. */
  get kinds(): readonly KindCount[] {
    return kindCounts(this.#problems(), this.#locale());
  }

  /** All problems, filter or not, as CSV. */
  async csv(): Promise<string> {
    const problems = this.#problems();
    return problemsCsv(this.#namesNobody() ? await withoutNames(problems) : problems, this.#locale());
  }

  #searchable(problem: Problem): string {
    const { what, reason } = problemText(problem, this.#locale());
    return `${problem.file ?? ''} ${what} ${reason}`.toLowerCase();
  }
}

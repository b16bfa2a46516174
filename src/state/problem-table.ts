/** A list of problems as a table: counted by kind, and as a CSV file to keep. */
import type { ErrorKind, Problem } from '../domain/index.ts';
import { problemText, words, type Locale } from '../i18n/index.ts';

export interface KindCount {
  readonly kind: ErrorKind;
  /** What it is called in the reader's language. */
  readonly what: string;
  readonly count: number;
}

/** The kinds that occur, in the order of their first occurrence. */
export function kindCounts(problems: readonly Problem[], locale: Locale): readonly KindCount[] {
  const counts = new Map<ErrorKind, KindCount>();
  for (const problem of problems) {
    const { kind } = problem;
    const known = counts.get(kind) ?? { kind, what: problemText(problem, locale).what, count: 0 };
    counts.set(kind, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}

/** CSV with a byte order mark, without which spreadsheets garble Chinese. */
export function problemsCsv(problems: readonly Problem[], locale: Locale): string {
  const { headings } = words(locale).cut.rejected;
  const rows = problems.map((problem) => {
    const { what, reason, remedy } = problemText(problem, locale);
    return [problem.file ?? '', problem.kind, `${what}. ${reason}`, remedy];
  });
  const lines = [[headings.file, 'kind', headings.reason, headings.remedy], ...rows];
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

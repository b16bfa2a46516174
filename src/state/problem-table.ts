/** A list of problems as a table: counted by kind, and as a CSV file to keep. */
import type { ErrorKind, Problem } from '../domain/index.ts';
import { problemText, words, type Locale } from '../i18n/index.ts';
import { contentId } from '../storage/index.ts';

/** Hexadecimal digits that stand for a path. */
const digits = 16;

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

/**
 * The same problems with a hash of each file's path in the place of its name, for a list of a dataset whose paths tell patients. The
 * salt is drawn for each list: names on the page lead to the file, and nothing else has to agree with the list.
 */
export async function withoutNames(problems: readonly Problem[]): Promise<readonly Problem[]> {
  const salt = crypto.randomUUID();
  const nameOf = async (path: string) => (await contentId(salt + path)).slice(0, digits);
  return Promise.all(
    problems.map(async (problem) => {
      const file = problem.file === null ? null : await nameOf(problem.file);
      const parameters = await Promise.all(
        Object.entries(problem.parameters).map(async ([key, value]: [string, unknown]) => {
          if (typeof value !== 'string') return [key, value];
          // Tables of a release lie at its root: what lies deeper is a file of a patient.
          if (key === 'table' && value.includes('/p')) return [key, await nameOf(value)];
          return [key, file === null ? value : hidden(value, problem.file!, file)];
        }),
      );
      return { ...problem, file, parameters: Object.fromEntries(parameters) as unknown } as Problem;
    }),
  );
}

/** A decoder's words without the path, the file's name and its stem. */
function hidden(text: string, path: string, name: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return [path, base, base.replace(/\.\w+$/, '')].reduce(
    (rest, one) => rest.replaceAll(one, name),
    text,
  );
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

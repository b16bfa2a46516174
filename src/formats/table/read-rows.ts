/**
 * Rows of delimited text, piece by piece. Papa Parse knows quotes; its own streaming reads Files only, and cuts characters of
 * several bytes at the edges of its chunks, so the pieces are ours.
 */
import type * as Papa from 'papaparse';
import { appError } from '../../domain/index.ts';

/** Characters parsed at a time. */
const pieceLength = 1024 * 1024;
/** A row longer than this is a quotation mark that nobody closed. */
const longestRow = 16 * pieceLength;

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string }[];
  /** `cursor` is where the last finished row ends. */
  readonly meta: { readonly cursor: number };
}

/** Yields rows as fields, empty lines (one empty field) included. Throws AppError `damaged-table` for an open quotation mark. */
export async function* readRows(
  text: AsyncIterable<string>,
  path: string,
): AsyncGenerator<readonly string[], void, void> {
  const { default: papa } = await import('papaparse');
  let rest = '';
  let row = 0;
  let parse: ((piece: string, isLast: boolean) => Parsed) | null = null;

  function* take(isLast: boolean): Generator<readonly string[]> {
    parse ??= parserFor(papa, rest);
    const { data, errors, meta } = parse(rest, isLast);
    if (errors.some((error) => error.code === 'MissingQuotes') || rest.length - meta.cursor > longestRow)
      throw appError('damaged-table', path, {
        row: row + data.length,
        detail: 'quotation mark not closed',
      });
    row += data.length;
    rest = isLast ? '' : rest.slice(meta.cursor);
    yield* data;
  }

  let parsedLength = 0;
  for await (const piece of text) {
    rest += piece;
    if (rest.length - parsedLength < pieceLength) continue;
    yield* take(false);
    parsedLength = rest.length;
  }
  if (rest !== '') yield* take(true);
}

function parserFor(papa: typeof Papa, head: string): (piece: string, isLast: boolean) => Parsed {
  const dialect = dialectOf(head);
  return (piece, isLast) => new papa.Parser(dialect).parse(piece, 0, !isLast) as Parsed;
}

/**
 * Delimiter and line end by the heading row, outside its quotation marks. Values are no guide: free text has more commas than
 * a short table has semicolons, which is where Papa Parse's own guess, an average over rows, goes wrong.
 */
function dialectOf(head: string) {
  const bare = head.replace(/"[^"]*(?:"|$)/g, '');
  const newline = (/\r\n|\n|\r/.exec(bare)?.[0] ?? '\n') as '\r\n' | '\n' | '\r';
  const heading = bare.split(newline, 1)[0]!;
  const counts = [',', ';', '\t'].map((delimiter) => ({
    delimiter,
    count: heading.split(delimiter).length,
  }));
  const { delimiter } = counts.reduce((best, next) => (next.count > best.count ? next : best));
  return { delimiter, newline };
}

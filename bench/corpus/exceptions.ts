/** The table in `docs/corpus.md`: which files of the corpus are not read as the reference library reads them, and why. */
import { outcomes, type FileFacts, type Verdict } from './facts.ts';

export interface Exception {
  /** A file's name, or `*.kind` for all files of a kind that is not read. */
  readonly file: string;
  readonly outcome: Verdict['outcome'];
  readonly reason: string;
}

/** Rows of the Markdown table `| file | outcome | reason |`. Throws where a row is not one. */
export function parseExceptions(markdown: string): Exception[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [file = '', outcome = '', reason = ''] = line
        .split('|')
        .slice(1, 4)
        .map((cell) => cell.trim().replaceAll('`', ''));
      const known = outcomes.find((word) => word === outcome);
      if (known === undefined || reason === '') throw new Error(`not an exception: ${line}`);
      return { file, outcome: known, reason };
    });
}

export function exceptionFor(
  { name, kind }: FileFacts,
  exceptions: readonly Exception[],
): Exception | undefined {
  return (
    exceptions.find(({ file }) => file === name) ?? exceptions.find(({ file }) => file === `*.${kind}`)
  );
}

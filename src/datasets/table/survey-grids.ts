/** The first walk over a table: counts its rows and finds out what its columns are like. */
import { AppError } from '../../domain/index.ts';
import { ColumnSurvey, type ColumnFacts } from './column-facts.ts';
import type { Grid } from './grid.ts';
import { joinGrids, type Part } from './join-grids.ts';

/** A grid that was walked once. */
export interface SurveyedGrid {
  readonly grid: Grid;
  readonly columns: readonly ColumnFacts[];
}

/**
 * Walks files that belong together as one table, saying after each batch how many further rows there were. A file that can't be
 * read is left out of it.
 *
 * @returns null where none can be read
 */
export async function* surveyParts(
  parts: readonly Part[],
  failures: AppError[],
  signal: AbortSignal,
): AsyncGenerator<number, SurveyedGrid | null, void> {
  let left = parts;
  while (left.length > 0) {
    const { columns } = left[0]!.grid;
    const names = columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
    const surveys = columns.map(({ name, kind }) => ({
      name,
      kind,
      survey: new ColumnSurvey(name, kind),
    }));
    const rows: number[] = [];
    let damaged: Part | null = null;
    for (const part of left) {
      let counted = 0;
      try {
        for await (const batch of part.grid.batches(names, signal)) {
          for (const { name, kind, survey } of surveys) {
            if (kind === 'text') survey.add(batch.column(name));
            else survey.skip(batch.rows);
          }
          counted += batch.rows;
          yield batch.rows;
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failures.push(error);
        damaged = part;
        break;
      }
      rows.push(counted);
    }
    if (damaged === null)
      return { grid: joinGrids(left, rows), columns: surveys.map(({ survey }) => survey.facts()) };
    left = left.filter((part) => part !== damaged);
  }
  return null;
}

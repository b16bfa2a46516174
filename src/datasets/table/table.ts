/**
 * Reads a table (CSV or TSV) with a sample a row: with the images that it names, with texts, or with both. Samples come in
 * the order of the rows. A row that names a missing image is rejected and the others are kept; an image that several
 * rows name is a sample for each.
 */
import {
  AppError,
  appError,
  type Evidence,
  type ImageReference,
  type Problem,
} from '../../domain/index.ts';
import { toRecognised } from '../inspection.ts';
import type { Listing } from '../listing.ts';
import type { DatasetReader, Recognised } from '../reader.ts';
import type { ColumnFacts } from './column-facts.ts';
import { rolesOf, splitOfRow, type Parts } from './guess-roles.ts';
import { toLabels } from './label-columns.ts';
import { lookAtTables, type TablePlan } from './look-at-tables.ts';

export const table: DatasetReader = {
  name: 'table',
  async *look(source, listing, columns, signal) {
    const plan = yield* lookAtTables(source, listing, columns, signal);
    if (plan === null) return null;
    const { score } = plan;
    return { score, read: () => Promise.resolve(read(source.name, listing, plan)) };
  },
};

/** @throws AppError `missing-file` where no row names an image that is there */
function read(title: string, listing: Listing, plan: TablePlan): Recognised {
  const { grid, columns, parts } = plan;
  const { kept, rejected } = keepRows(plan);
  const path = grid.paths[0]!;
  const splitOf = splitOfRow(grid, parts.split);
  return toRecognised({
    reader: 'table',
    dataset: 'table',
    title,
    licence: null,
    evidence: [...plan.evidence, ...unnamedImages(listing, parts)],
    columns: { all: columns.map(summarise), roles: rolesOf(parts) },
    imageSize: null,
    rejected,
    samples: {
      ids: idsOf(plan, kept),
      images: imagesOf(parts, kept),
      text: textsOf(parts, kept),
      patients: parts.patient && valuesOf(parts.patient, kept),
      officialSplits: kept.map(splitOf),
    },
    labels: parts.labels.map((candidate) => toLabels(candidate, kept, path)),
  });
}

function keepRows({ grid, parts: { file } }: TablePlan) {
  const kept: number[] = [];
  const rejected: Problem[] = [];
  const named = grid.columns.find(({ name }) => name === file?.column)?.values;
  for (let row = 0; row < grid.rows; row++) {
    if (file === null || file.paths[row] !== null) kept.push(row);
    else {
      const name = named![row]!.trim();
      rejected.push(appError('missing-file', name === '' ? null : name, grid.locate(row)).problem);
    }
  }
  if (kept.length === 0 && rejected[0] !== undefined) throw new AppError(rejected[0]);
  return { kept, rejected };
}

function imagesOf({ file }: Parts, rows: readonly number[]): ImageReference[] | null {
  return file && rows.map((row) => ({ kind: 'file', path: file.paths[row]! }));
}

function textsOf({ text }: Parts, rows: readonly number[]): Record<string, readonly string[]> {
  return text === null ? {} : { [text.name]: valuesOf(text, rows) };
}

function valuesOf({ values }: ColumnFacts, rows: readonly number[]): string[] {
  return rows.map((row) => values[row] ?? '');
}

/** The image's path, with `#2` and so on where further rows name it; without images the table's path and the row. */
function idsOf({ grid, parts: { file } }: TablePlan, rows: readonly number[]): string[] {
  const times = new Map<string, number>();
  return rows.map((row) => {
    const place = grid.locate(row);
    const path = file?.paths[row] ?? `${place.table}/${place.row}`;
    const time = (times.get(path) ?? 0) + 1;
    times.set(path, time);
    return time === 1 ? path : `${path}#${time}`;
  });
}

function unnamedImages({ images }: Listing, { file }: Parts): Evidence[] {
  const named = new Set(file?.paths);
  const ignored = images.filter((path) => !named.has(path));
  if (ignored[0] === undefined) return [];
  const parameters = { files: ignored.length, example: ignored[0] };
  return [{ kind: 'ignored-files', holds: false, parameters }];
}

function summarise({ name, counts }: ColumnFacts) {
  return { name, distinct: counts.size, examples: [...counts.keys()].slice(0, 3) };
}

/**
 * Sample tables in IndexedDB, in parts of their rows: what is stored is copied first, and copies of whole columns would be more memory
 * than the table itself. Images are parts of their own, for those who have no use for the rest.
 */
import { appError, type ImageReference, type SampleTable } from '../domain/index.ts';
import { database, keep, stored, type RowColumns } from './database.ts';

/** Rows in one record. */
const rowsAtOnce = 4096;

/** Puts a table in place of the one with its id. Throws like `keep`. */
export async function keepTable(id: string, table: SampleTable): Promise<void> {
  const { length, labels, boxes, images, ...columns } = table;
  for (let part = 0; part * rowsAtOnce < length; part++) {
    const place = { tableId: id, part };
    const [first, end] = [part * rowsAtOnce, (part + 1) * rowsAtOnce];
    await keep('rows', { ...place, columns: columnsBetween(columns, first, end) });
    if (images) await keep('images', { ...place, images: images.slice(first, end) });
  }
  const hasImages = images !== null;
  await keep('tables', { id, table: { length, labels, ...(boxes && { boxes }), hasImages } });
}

/** A table that must be there. @throws AppError `storage-lost` */
export async function storedTable(id: string): Promise<SampleTable> {
  const { table } = await stored('tables', id);
  if ('ids' in table) return table;
  const { hasImages, ...whole } = table;
  const parts: RowColumns[] = [];
  const db = await database();
  for (let part = 0; part * rowsAtOnce < table.length; part++) {
    const record = await db.get('rows', [id, part]);
    if (!record) throw appError('storage-lost', null, { detail: `rows/${id}/${part}` });
    parts.push(record.columns);
  }
  const images = hasImages ? await storedImages(id, 0, table.length) : null;
  return { ...whole, ...joined(parts), images };
}

/**
 * Some of a table's images, without reading the table.
 * @returns those of the rows `[first, end)`, in order; null where the table has none
 */
export async function storedImages(
  tableId: string,
  first: number,
  end: number,
): Promise<readonly ImageReference[] | null> {
  const db = await database();
  const [from, to] = [first, end - 1].map((row) => Math.floor(row / rowsAtOnce)) as [number, number];
  const parts = await db.getAll('images', IDBKeyRange.bound([tableId, from], [tableId, to]));
  if (parts.length < to - from + 1) {
    const { table } = await stored('tables', tableId);
    return 'ids' in table ? (table.images?.slice(first, end) ?? null) : null;
  }
  const before = from * rowsAtOnce;
  return parts.flatMap(({ images }) => images).slice(first - before, end - before);
}

function columnsBetween(columns: RowColumns, first: number, end: number): RowColumns {
  const { ids, text, patients, studies, officialSplits, covariates, boxSpaces } = columns;
  const some = <T>(column: readonly T[]) => column.slice(first, end);
  return {
    ids: some(ids),
    text: mapped(text, some),
    patients: patients && some(patients),
    ...(studies && { studies: some(studies) }),
    officialSplits: some(officialSplits),
    ...(covariates && { covariates: mapped(covariates, some) }),
    ...(boxSpaces && { boxSpaces: some(boxSpaces) }),
  };
}

function joined(parts: readonly RowColumns[]): RowColumns {
  const { text, patients, studies, covariates, boxSpaces } = parts[0]!;
  return {
    ids: parts.flatMap((part) => part.ids),
    text: mapped(text, (_, name) => parts.flatMap((part) => part.text[name]!)),
    patients: patients && parts.flatMap((part) => part.patients!),
    ...(studies && { studies: parts.flatMap((part) => part.studies!) }),
    officialSplits: parts.flatMap((part) => part.officialSplits),
    ...(covariates && {
      covariates: mapped(covariates, (_, name) => parts.flatMap((part) => part.covariates![name]!)),
    }),
    ...(boxSpaces && { boxSpaces: parts.flatMap((part) => part.boxSpaces!) }),
  };
}

function mapped<From, To>(
  columns: Readonly<Record<string, From>>,
  map: (column: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(columns).map(([name, one]) => [name, map(one, name)]));
}

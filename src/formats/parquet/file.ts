/** An opened parquet file, for whoever reads columns of it. */
import type { Compressors, RowGroup } from 'hyparquet';
import { AppError, appError, type SourceFile } from '../../domain/index.ts';
import { ParquetDamage } from './check-runs.ts';
import type { Leaf } from './leaves.ts';

/** What reading the columns of an opened file takes. */
export interface ParquetFile {
  readonly file: SourceFile;
  readonly groups: readonly RowGroup[];
  readonly compressors: Compressors;
}

/** What a row group says of a column. Throws ParquetDamage. */
export function chunkOf(group: RowGroup, leaf: Leaf) {
  const wanted = leaf.path.join('.');
  const meta = group.columns.find((chunk) => chunk.meta_data?.path_in_schema.join('.') === wanted);
  if (meta?.meta_data === undefined) throw new ParquetDamage(`a row group without ${wanted}`);
  if (meta.file_path) throw new ParquetDamage('columns in other files');
  return meta.meta_data;
}

/**
 * Runs what decodes bytes of a file. The library says what is wrong with them in errors of every class, RangeErrors of its views
 * included, so whatever it throws is about the file.
 */
export async function guarded<T>(path: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof Error && error.name === 'AbortError') throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw appError('damaged-table', path, { row: null, detail }, error);
  }
}

/** Image files in the cells of text: base64, with or without `data:image/png;base64,` before it (RFC 4648, RFC 2397); of lists the first one. */
import type { AppError } from '../../domain/index.ts';
import { appError, type SourceFile } from '../../domain/index.ts';
import { sniffImage } from '../read-image.ts';
import type { ImageCells } from './table-format.ts';

const dataUrl = /^data:image\/[\w.+-]+(?:;[\w=.-]+)*,/;

/** Characters that are decoded to see what a value begins with. */
const sniffedCharacters = 1368;

/** A shorter cell is no image; VLMEvalKit takes one for the index of the row that has the image. */
export const shortestImage = 65;

/** Whether all of some values that are not too short are images, and there are any. */
export function isBase64Column(values: readonly string[]): boolean {
  const long = values.flatMap(imagesIn).filter((value) => value.length >= shortestImage);
  return long.length > 0 && long.every(isBase64Image);
}

function isBase64Image(value: string): boolean {
  const body = bodyOf(value.slice(0, 2 * sniffedCharacters)).slice(0, sniffedCharacters);
  const bytes = fromBase64(body.slice(0, body.length - (body.length % 4)));
  return bytes !== null && sniffImage(bytes) !== null;
}

/** Null for what is not base64. */
function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** The images of a cell, or what it calls them: those of a list, as Python or JSON prints it, else the cell itself. */
export function imagesIn(cell: string): string[] {
  if (!/^\s*\[/.test(cell)) return [cell];
  return Array.from(cell.matchAll(/"([^"]*)"|'([^']*)'|[^\s,[\]]+/g), ([all, a, b]) => a ?? b ?? all);
}

/** Also URL-safe base64 is taken. */
function bodyOf(value: string): string {
  return value.trim().replace(dataUrl, '').replaceAll('-', '+').replaceAll('_', '/');
}

/**
 * Cells of rows whose places are known, so that each costs one read of its row.
 * @param places the bytes `[start, end)` of each row in turn
 * @param firstRow what people call row 0
 * @param cellOf the cell in the bytes of a row
 */
export function base64Cells(
  file: SourceFile,
  places: Float64Array,
  firstRow: number,
  cellOf: (row: Uint8Array) => string,
): ImageCells {
  const rows = places.length / 2;
  return {
    rows,
    async bytes(row) {
      if (!(row >= 0 && row < rows)) throw missing(file.path, row + firstRow);
      const cell = cellOf(await file.slice(places[2 * row]!, places[2 * row + 1]!));
      const [first = ''] = imagesIn(cell);
      if (first.trim() === '') throw missing(file.path, row + firstRow);
      const bytes = fromBase64(bodyOf(first));
      if (bytes === null)
        throw appError('damaged-table', file.path, { row: row + firstRow, detail: 'not base64' });
      return bytes;
    },
  };
}

/** What is thrown for a cell without an image. */
export function missing(table: string, row: number): AppError {
  return appError('missing-file', null, { table, row });
}

/**
 * From PNG's compressed bytes to rows of samples, in bands that fit a core's own cache: an image is never held in its stored form.
 * Interlaced images (Adam7, ISO/IEC 15948, 8.2) are seven images one after the other.
 */
import { inflateZlib, mostInflated } from '../../source/index.ts';
import { filterMemory, filterSlack } from './filters.ts';
import { isDeep, type PngHeader, samplesPerPixel } from './header.ts';

/** Which pixels of the image a row of samples goes to: every `dx`th from `x`, in rows `y`, `y + dy`, ... */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** `rows` rows of samples of `rowBytes` bytes each, the first of them the `first`th of its pass. Used again for the next band. */
export interface Band {
  readonly samples: Uint8Array;
  readonly rowBytes: number;
  readonly first: number;
  readonly rows: number;
  readonly pass: Pass;
}

const wholeImage: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

interface SizedPass extends Pass {
  readonly rowBytes: number;
  readonly rows: number;
}

/** A row has a filter that does not exist. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

function passesOf(header: PngHeader): SizedPass[] {
  const bitsPerPixel = samplesPerPixel[header.colourType] * header.depth;
  return (header.interlaced ? adam7 : wholeImage)
    .map((pass) => ({
      ...pass,
      rowBytes: Math.ceil((Math.ceil((header.width - pass.x) / pass.dx) * bitsPerPixel) / 8),
      rows: Math.ceil((header.height - pass.y) / pass.dy),
    }))
    .filter((pass) => pass.rowBytes > 0 && pass.rows > 0);
}

/** How many bytes the decompressed data have to be. */
export function decompressedBytes(header: PngHeader): number {
  return passesOf(header).reduce((sum, pass) => sum + (pass.rowBytes + 1) * pass.rows, 0);
}

/** Bytes of the longest row, as decompressed. */
export function longestRow(header: PngHeader): number {
  return Math.max(...passesOf(header).map((pass) => pass.rowBytes));
}

/**
 * Decompresses `idat`, the pieces of the image's data, and feeds all rows to `write`, band by band. Of samples of two bytes the
 * upper one comes first, except where they are going to be kept (`isDeep`).
 *
 * @returns false where the data end before the last row.
 * @throws FilterError, InflateError
 */
export function readScanlines(
  idat: readonly Uint8Array[],
  header: PngHeader,
  write: (band: Band) => void,
): boolean {
  const longest = longestRow(header);
  // Samples, the row above before them; then rows as they come out of inflate, the beginning of the next one included.
  const samplesAt = (longest + 15) & ~15;
  const room = longest + 1 + mostInflated + filterSlack;
  const filteredAt = samplesAt + room;
  const { filters, memory } = filterMemory(filteredAt + room);
  const pixelBytes = Math.max(1, (samplesPerPixel[header.colourType] * header.depth) >> 3);
  const stretches = inflateZlib(idat);
  let row = filteredAt;
  let end = filteredAt;
  try {
    for (const pass of passesOf(header)) {
      const { rowBytes } = pass;
      memory.fill(0, samplesAt - rowBytes, samplesAt);
      for (let first = 0; first < pass.rows;) {
        const rows = Math.min(Math.floor((end - row) / (rowBytes + 1)), pass.rows - first);
        if (rows === 0) {
          const next = stretches.next();
          if (next.done === true) return false;
          memory.copyWithin(filteredAt, row, end);
          memory.set(next.value, filteredAt + end - row);
          end += filteredAt - row + next.value.length;
          row = filteredAt;
          continue;
        }
        const filter = filters.unfilter(row, rows, rowBytes, samplesAt, pixelBytes);
        if (filter >= 0) throw new FilterError(`filter ${filter}`);
        const samples = memory.subarray(samplesAt, samplesAt + rows * rowBytes);
        memory.copyWithin(
          samplesAt - rowBytes,
          samplesAt + (rows - 1) * rowBytes,
          samplesAt + rows * rowBytes,
        );
        if (isDeep(header)) filters.swapBytes(samplesAt, samples.length / 2);
        write({ samples, rowBytes, first, rows, pass });
        first += rows;
        row += rows * (rowBytes + 1);
      }
    }
    // Much more than the image needs is left alone, but where the data end soon their checksum counts.
    stretches.next();
    return true;
  } finally {
    stretches.return();
  }
}

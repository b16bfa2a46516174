/**
 * From PNG's compressed bytes to rows of samples, in bands that fit a core's own cache: an image is never held in its stored form.
 * Interlaced images (Adam7, ISO/IEC 15948, 8.2) are seven images one after the other.
 */
import {
  checkStatus,
  finished,
  grow,
  inputPadding,
  outputSlack,
  windowBytes,
  type Zlib,
} from '../zlib/zlib.ts';
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

/** Decompressed bytes of a band, unless a single row has more. */
const bandBytes = 1 << 17;

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
 * Feeds all rows to `write`, band by band. The compressed data lie in `zlib`'s memory at `[from, end)`; what is behind them is
 * overwritten. Of samples of two bytes the upper one comes first, except where they are going to be kept (`isDeep`).
 *
 * @returns false where the data end before the last row.
 * @throws FilterError, ZlibError
 */
export function readScanlines(
  zlib: Zlib,
  from: number,
  end: number,
  header: PngHeader,
  write: (band: Band) => void,
): boolean {
  const passes = passesOf(header);
  const longest = longestRow(header) + 1;
  const band = Math.max(bandBytes, longest);
  // Inflated bytes: what deflate may refer to, the beginning of a row, a band. Then samples: the row above, a band and what began.
  const history = end + inputPadding;
  const samplesAt = (history + windowBytes + band + outputSlack + 2 * longest + 15) & ~15;
  const memory = grow(zlib, samplesAt + band + longest + outputSlack);
  memory.fill(0, end, history);

  zlib.begin(from, end);
  const pixelBytes = Math.max(1, (samplesPerPixel[header.colourType] * header.depth) >> 3);
  let row = history;
  let inflated = history;
  for (const pass of passes) {
    const { rowBytes } = pass;
    memory.fill(0, samplesAt - rowBytes, samplesAt);
    for (let first = 0; first < pass.rows;) {
      const there = Math.floor((inflated - row) / (rowBytes + 1));
      const most = Math.floor(band / rowBytes);
      const rows = Math.min(there, pass.rows - first, most);
      if (rows > 0) {
        const filter = zlib.unfilter(row, rows, rowBytes, samplesAt, pixelBytes);
        if (filter >= 0) throw new FilterError(`filter ${filter}`);
        const samples = memory.subarray(samplesAt, samplesAt + rows * rowBytes);
        memory.copyWithin(
          samplesAt - rowBytes,
          samplesAt + (rows - 1) * rowBytes,
          samplesAt + rows * rowBytes,
        );
        if (isDeep(header)) zlib.swapBytes(samplesAt, samples.length / 2);
        write({ samples, rowBytes, first, rows, pass });
        first += rows;
        row += rows * (rowBytes + 1);
        continue;
      }
      checkStatus(zlib);
      if (zlib.status() === finished) return false;
      const kept = Math.max(history, Math.min(row, inflated - windowBytes));
      memory.copyWithin(history, kept, inflated);
      row -= kept - history;
      inflated -= kept - history;
      inflated = zlib.inflate(history, inflated, inflated + band);
    }
  }
  // More than the image needs is left alone, but where the data end here their checksum counts.
  zlib.inflate(history, inflated, inflated + 1);
  checkStatus(zlib);
  return true;
}

/**
 * From PNG's decompressed bytes to rows of samples: undoes the filters (ISO/IEC 15948, clause 9) row by row as the bytes
 * come, so that an image is never held in its stored form. Interlaced images (Adam7, 8.2) are seven images one after the other.
 */
import { type PngHeader, samplesPerPixel } from './header.ts';

/** Which pixels of the image a row of samples goes to: every `dx`th from `x`, in rows `y`, `y + dy`, ... */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
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

/**
 * Feeds every row to `write`, whose array is used again for the next row.
 *
 * @returns false where the data end before the last row.
 * @throws FilterError, and whatever `data` throws.
 */
export async function readScanlines(
  data: AsyncIterable<Uint8Array>,
  header: PngHeader,
  write: (samples: Uint8Array, y: number, pass: Pass) => void,
): Promise<boolean> {
  const pixelBytes = Math.max(1, (samplesPerPixel[header.colourType] * header.depth) >> 3);
  const passes = passesOf(header);
  let pass = passes.shift();
  let rowsDone = 0;
  let row = new Uint8Array(pass?.rowBytes ?? 0);
  let above = new Uint8Array(row.length);
  let filter = -1;
  let filled = 0;
  for await (const chunk of data) {
    for (let at = 0; at < chunk.length;) {
      if (pass === undefined) return true;
      if (filter < 0) filter = chunk[at++]!;
      const taken = chunk.subarray(at, at + pass.rowBytes - filled);
      row.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < pass.rowBytes) break;
      unfilter(filter, row, above, pixelBytes);
      write(row, pass.y + rowsDone * pass.dy, pass);
      [row, above] = [above, row];
      filter = -1;
      filled = 0;
      if (++rowsDone < pass.rows) continue;
      pass = passes.shift();
      rowsDone = 0;
      row = new Uint8Array(pass?.rowBytes ?? 0);
      above = new Uint8Array(row.length);
    }
  }
  return pass === undefined;
}

/** Turns differences back into samples, in place. `above` is the finished row before, zeros for the first. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const { length } = row;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = pixelBytes; i < length; i++) row[i]! += row[i - pixelBytes]!;
      return;
    case 2:
      for (let i = 0; i < length; i++) row[i]! += above[i]!;
      return;
    case 3:
      for (let i = 0; i < pixelBytes; i++) row[i]! += above[i]! >> 1;
      for (let i = pixelBytes; i < length; i++) row[i]! += (row[i - pixelBytes]! + above[i]!) >> 1;
      return;
    case 4:
      // Left of the row everything is 0, and Paeth's choice is then what lies above.
      for (let i = 0; i < pixelBytes; i++) row[i]! += above[i]!;
      for (let i = pixelBytes; i < length; i++)
        row[i]! += paeth(row[i - pixelBytes]!, above[i]!, above[i - pixelBytes]!);
      return;
    default:
      throw new FilterError(`filter ${filter}`);
  }
}

/** Whichever of the three is nearest to `left + above - aboveLeft`; in this order where two are as near. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const toLeft = Math.abs(above - aboveLeft);
  const toAbove = Math.abs(left - aboveLeft);
  const toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}

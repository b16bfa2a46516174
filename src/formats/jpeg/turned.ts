/** Turning and mirroring a picture as EXIF asks for. */
import type { JpegSamples } from './decode.ts';

/**
 * For each orientation: whether the stored rows run along the upright picture's columns, and whether its columns and rows then
 * go backwards.
 */
const turns: Readonly<Record<number, readonly [swaps: boolean, right: boolean, bottom: boolean]>> = {
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, false, false],
  6: [true, true, false],
  7: [true, true, true],
  8: [true, false, true],
};

/** @param orientation 1 to 8 */
export function turned(image: JpegSamples, orientation: number): JpegSamples {
  const turn = turns[orientation];
  if (turn === undefined) return image;
  const [swaps, right, bottom] = turn;
  const { components, data } = image;
  const width = swaps ? image.height : image.width;
  const height = swaps ? image.width : image.height;
  const result = data instanceof Uint8Array ? new Uint8Array(data.length) : new Uint16Array(data.length);
  const alongRow = (swaps ? image.width : 1) * components;
  const alongColumn = (swaps ? 1 : image.width) * components;
  for (let y = 0, to = 0; y < height; y++) {
    const start = (bottom ? height - 1 - y : y) * alongColumn;
    for (let x = 0; x < width; x++) {
      const from = start + (right ? width - 1 - x : x) * alongRow;
      for (let i = 0; i < components; i++) result[to++] = data[from + i]!;
    }
  }
  return { ...image, width, height, data: result };
}

/**
 * The images of one sample in one tensor, so that a model can compare them: each is cut by itself to its tile of a montage, with the
 * bytes that `cutImage` gives at the tile's size.
 */
import type { Pixels } from '../domain/index.ts';
import { cutImage, type CutShape } from './cut-image.ts';
import { evenFrames, type ImageStack } from '../formats/index.ts';
import { blackSquare, layTile, montageSide } from './montage.ts';

/** Images that go into one picture at most, at any size. */
export const mostTogether = 16;

/** Frames that stand for a video: each then keeps half of the picture's side. */
const clipFrames = 4;

/** The frames that are shown of a file: of a video the middle ones of four equal parts (`evenFrames`), of others the one that stands for it. */
export function shownFrames({ frames, representative, isVideo }: ImageStack): number[] {
  return isVideo === true ? evenFrames(frames, clipFrames) : [representative];
}

/**
 * The first images as `[size, size, channels]` uint8, row by row from the upper left. One fills the picture; of two to four each has half
 * of its side (a pair lies left and right, above black); of more, up to sixteen, a quarter, where that is 16 px or more: at 28 px the
 * first four are taken.
 * @param count at least 1
 * @param read called in rising order, once for each image that is taken
 * @throws what `read` throws
 */
export async function cutTogether(
  count: number,
  read: (index: number) => Promise<Pixels>,
  options: CutShape,
  channels: 1 | 3,
): Promise<Uint8Array> {
  const { size } = options;
  const side = count === 1 ? 1 : count <= 4 ? 2 : montageSide(size);
  const tile = size / side;
  const montage = blackSquare(size, channels);
  for (let index = 0; index < Math.min(count, side * side); index++) {
    const data = cutImage(await read(index), { ...options, size: tile }, channels);
    layTile(montage, side, index, { width: tile, height: tile, channels, data });
  }
  return montage.data;
}

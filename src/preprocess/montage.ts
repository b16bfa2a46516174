/** Pictures side by side in one: equal squares, row by row from the upper left, black where nothing lies. */
import type { Pixels } from '../domain/index.ts';
import { offsetOf } from './cut-image.ts';

/** Most tiles on each side of a montage of this size in px: none is smaller than 14 px. */
export function montageSide(size: number): 2 | 4 {
  return size < 64 ? 2 : 4;
}

export function blackSquare(size: number, channels: 1 | 3): Pixels {
  return { width: size, height: size, channels, data: new Uint8Array(size * size * channels) };
}

/**
 * Lays a picture in the middle of a tile.
 * @param side tiles on each side of the montage, which it divides
 * @param picture of as many channels, not larger than a tile
 */
export function layTile(montage: Pixels, side: number, index: number, picture: Pixels): void {
  const { width, height, channels, data } = picture;
  const size = montage.width;
  const tile = size / side;
  const left = (index % side) * tile + offsetOf(width, tile);
  const top = Math.floor(index / side) * tile + offsetOf(height, tile);
  const row = width * channels;
  for (let line = 0; line < height; line++)
    montage.data.set(
      data.subarray(line * row, (line + 1) * row),
      ((top + line) * size + left) * channels,
    );
}

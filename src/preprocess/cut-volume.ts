/**
 * A volume to one tensor: as a cube, or as a montage of slices. Separable like the cutting of pictures, and with the same filters, so
 * that each step is one of Pillow's: every slice across and down, then through the slices, with 8 bits in between. Shrinking averages
 * (antialiasing), enlarging interpolates; `bilinear` is what others call trilinear.
 */
import type { Pixels } from '../domain/index.ts';
import { toGrey, toRgb } from './colour.ts';
import { fitAxes, offsetOf, type CutShape, type FittedAxis } from './cut-image.ts';
import { blackSquare, layTile, montageSide } from './montage.ts';
import type { Volume } from './read-volume.ts';
import type { Region } from './resample-plain.ts';
import { resample, resampled } from './resample.ts';

/**
 * The volume as `[size, size, size, channels]` uint8. `stretch` fills the cube whatever the spacing; `crop` takes the cube in mm about
 * the middle, whose edge is the shortest of the three (in whole voxels, rounded half to even); `pad` keeps proportions in mm, the
 * longest edge becomes `size` and the volume lies in the middle of black. A volume that has this size comes through unchanged.
 */
export function cutVolume(volume: Volume, options: CutShape, channels: 1 | 3): Uint8Array {
  const { slices, height, width, spacingMm } = volume;
  const { size, fit, filter } = options;
  const [through, down, across] = fitAxes([slices, height, width], spacingMm, size, fit) as [
    FittedAxis,
    FittedAxis,
    FittedAxis,
  ];
  const job = { region: regionOf(down, across), width: across.becomes, height: down.becomes, filter };
  const inPlane = down.becomes * across.becomes * channels;
  const cut = new Uint8Array(through.length * inPlane);
  for (let index = 0; index < through.length; index++) {
    const pixels = inChannels(volume.slice(through.start + index), channels);
    cut.set(resampled({ ...job, pixels }), index * inPlane);
  }
  // Each slice as a row of one picture.
  const rows: Pixels = { width: inPlane, height: through.length, channels: 1, data: cut };
  const { data } = resample(rows, inPlane, through.becomes, filter);
  return centred(data, [through.becomes, down.becomes, across.becomes], size, channels);
}

/**
 * Evenly spaced slices as `[size, size, channels]` uint8, row by row from the first: of `n` slices and `t` tiles, tile `i` is slice
 * `floor((i + 0.5) * n / t)`, cut to `size / side` px with its proportions in mm.
 */
export function cutMontage(volume: Volume, options: CutShape, channels: 1 | 3): Uint8Array {
  const { size, fit, filter } = options;
  const { slices, height, width, spacingMm } = volume;
  const side = montageSide(size);
  const tile = size / side;
  const [down, across] = fitAxes([height, width], spacingMm.slice(1), tile, fit) as [
    FittedAxis,
    FittedAxis,
  ];
  const job = { region: regionOf(down, across), width: across.becomes, height: down.becomes, filter };
  const montage = blackSquare(size, channels);
  for (let i = 0; i < side * side; i++) {
    const slice = volume.slice(Math.floor(((i + 0.5) * slices) / (side * side)));
    const data = resampled({ ...job, pixels: inChannels(slice, channels) });
    layTile(montage, side, i, { width: job.width, height: job.height, channels, data });
  }
  return montage.data;
}

function regionOf(down: FittedAxis, across: FittedAxis): Region {
  return { left: across.start, top: down.start, width: across.length, height: down.length };
}

function inChannels(pixels: Pixels, channels: 1 | 3): Pixels {
  return channels === 1 ? toGrey(pixels) : toRgb(pixels);
}

/** Lays a box in the middle of a black cube. */
function centred(
  data: Uint8Array,
  [depth, height, width]: readonly [number, number, number],
  size: number,
  channels: number,
): Uint8Array {
  if (depth === size && height === size && width === size) return data;
  const cube = new Uint8Array(size ** 3 * channels);
  const [front, top, left] = [offsetOf(depth, size), offsetOf(height, size), offsetOf(width, size)];
  const row = width * channels;
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) {
      const from = (z * height + y) * row;
      const to = (((front + z) * size + top + y) * size + left) * channels;
      cube.set(data.subarray(from, from + row), to);
    }
  return cube;
}

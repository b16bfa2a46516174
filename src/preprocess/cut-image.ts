/**
 * One decoded image to one square tensor. Colour comes first and the size second, as in every pipeline that trains with
 * Pillow: the two do not commute to the byte.
 */
import type { CutOptions, Pixels } from '../domain/index.ts';
import { toGrey, toRgb } from './colour.ts';
import { resampled, type ResampleJob } from './resample.ts';

/** What of the options decides the pixels, once the channels are known. */
export type CutShape = Pick<CutOptions, 'fit' | 'filter'> & { readonly size: number };

/**
 * The image as `[size, size, channels]` uint8. `im` being the image in mode L or RGB and `s` the size, the bytes are
 * those of Pillow's
 * - stretch: `im.resize((s, s), filter)`;
 * - crop: `im.crop((l, t, l + e, t + e)).resize((s, s), filter)` with `e` the short edge, `l = (width - e) // 2`,
 *   `t = (height - e) // 2`;
 * - pad: `ImageOps.pad(im, (s, s), filter, color=0)`: the long edge becomes `s`, the short one its share of it rounded
 *   half to even, the picture lies in the middle (offset rounded half to even) of black. Where Pillow gives up because
 *   the short edge would have 0 px, it has 1.
 *
 * An image that has this size and these channels comes back as it is, not copied.
 */
export function cutImage(pixels: Pixels, options: CutShape, channels: 1 | 3): Uint8Array {
  const { job, finish } = planCut(pixels, options, channels);
  return finish(resampled(job));
}

/** A cut without its resampling, which may be done elsewhere. */
export interface CutPlan {
  readonly job: ResampleJob;
  /** The tensor, from the bytes that the job results in. */
  readonly finish: (data: Uint8Array) => Uint8Array;
}

/** The steps of `cutImage` before and after the resampling. */
export function planCut(pixels: Pixels, options: CutShape, channels: 1 | 3): CutPlan {
  // Equal channels stay equal when they are resampled, so grey is repeated last, when it is small.
  const source = channels === 1 ? toGrey(pixels) : pixels;
  const job = fitted(source, options);
  return {
    job,
    finish(data) {
      const { width, height } = job;
      const square = centred({ width, height, channels: source.channels, data }, options.size);
      return channels === 1 ? square.data : toRgb(square).data;
    },
  };
}

/** The same cut at several sizes, for showing what a model will see. */
export function previewImage(
  pixels: Pixels,
  options: Omit<CutShape, 'size'>,
  channels: 1 | 3,
  sizes: readonly CutShape['size'][],
): Pixels[] {
  return sizes.map((size) => ({
    width: size,
    height: size,
    channels,
    data: cutImage(pixels, { ...options, size }, channels),
  }));
}

/** The part of the image that is cut, and the size it is brought to. */
function fitted(pixels: Pixels, { size, fit, filter }: CutShape): ResampleJob {
  return { pixels, filter, ...fittedSize(pixels, size, fit) };
}

/** The same without pixels, for an image of this width and height in px. */
export function fittedSize(
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
  fit: CutShape['fit'],
): Pick<ResampleJob, 'region' | 'width' | 'height'> {
  const [across, down] = fitAxes([width, height], [1, 1], size, fit) as [FittedAxis, FittedAxis];
  const region = { left: across.start, top: down.start, width: across.length, height: down.length };
  return { region, width: across.becomes, height: down.becomes };
}

/** The part of an axis that is cut, and the length that it is brought to. */
export interface FittedAxis {
  readonly start: number;
  readonly length: number;
  readonly becomes: number;
}

/** The fit of any number of axes to a square or a cube: `lengths` in px, `spacing` of px in one unit. */
export function fitAxes(
  lengths: readonly number[],
  spacing: readonly number[],
  size: number,
  fit: CutShape['fit'],
): FittedAxis[] {
  const extents = lengths.map((length, axis) => length * spacing[axis]!);
  switch (fit) {
    case 'stretch':
      return lengths.map((length) => ({ start: 0, length, becomes: size }));
    case 'crop': {
      const edge = Math.min(...extents);
      return lengths.map((whole, axis) => {
        const length = Math.min(whole, Math.max(1, roundHalfToEven(edge / spacing[axis]!)));
        return { start: (whole - length) >> 1, length, becomes: size };
      });
    }
    case 'pad': {
      const longest = Math.max(...extents);
      return lengths.map((length, axis) => {
        const share = extents[axis]! / longest;
        return { start: 0, length, becomes: share < 1 ? shortEdge(share, size) : size };
      });
    }
  }
}

function shortEdge(share: number, size: number): number {
  return Math.max(1, roundHalfToEven(share * size));
}

/** How far from the edge of a square of this size something of this length lies in its middle. */
export function offsetOf(length: number, size: number): number {
  return roundHalfToEven((size - length) / 2);
}

/** Lays the image in the middle of a black square. */
function centred(pixels: Pixels, size: number): Pixels {
  const { width, height, channels, data } = pixels;
  if (width === size && height === size) return pixels;
  const left = offsetOf(width, size);
  const top = offsetOf(height, size);
  const square = new Uint8Array(size * size * channels);
  const rowLength = width * channels;
  for (let row = 0; row < height; row++) {
    square.set(
      data.subarray(row * rowLength, (row + 1) * rowLength),
      ((top + row) * size + left) * channels,
    );
  }
  return { width: size, height: size, channels, data: square };
}

/** Python's `round`. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

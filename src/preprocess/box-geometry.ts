/**
 * Where boxes lie: from px of the image that they were drawn in to px of what is cut from it. The way is that of the pixels: the image
 * as stored, turned as it was turned when it was read, the part that is cut, the cut's own fit.
 */
import {
  appError,
  type BoxRegion,
  type BoxSpace,
  type CutOptions,
  type ImageReference,
  type Pixels,
  type Rectangle,
  type StoredFrame,
} from '../domain/index.ts';
import { fittedSize, offsetOf } from './cut-image.ts';
import type { Region } from './resample-plain.ts';

type Sides = Pick<Rectangle, 'width' | 'height'>;

/** The frame of pixels as a reader gives them. */
export function storedFrame({ stored, width, height }: Pixels): StoredFrame {
  return stored ?? { width, height, turn: 1 };
}

/**
 * The pixels that a box is cut to: the box with its margin, rounded outwards to whole pixels and ended at the image's edges. `b` being
 * the box in px of the image and `m` the margin, in doubles and in this order: left is `floor(b.x - m * b.width)`, right
 * `ceil(b.x + b.width + m * b.width)`, and the same downwards; Pillow's `im.crop((left, top, right, bottom))` after both were clamped.
 * @param region in px of its space, of the image as stored
 * @param frame of the whole image
 * @param path for the error
 * @throws AppError `empty-box` where the box has no area or lies beyond the edges
 */
function cropOf(region: BoxRegion, frame: StoredFrame, path: string): Region {
  const image = turnedSides(frame);
  const box = inImage(region, region.space, frame);
  const { x, y, width, height } = box;
  // A margin alone has nothing of the box.
  if (clipped(box, { x: 0, y: 0, ...image }) === null)
    throw appError('empty-box', path, {
      x,
      y,
      width,
      height,
      imageWidth: image.width,
      imageHeight: image.height,
    });
  const { margin } = region;
  const left = Math.max(0, Math.floor(x - margin * width));
  const top = Math.max(0, Math.floor(y - margin * height));
  const right = Math.min(image.width, Math.ceil(x + width + margin * width));
  const bottom = Math.min(image.height, Math.ceil(y + height + margin * height));
  return { left, top, width: right - left, height: bottom - top };
}

/** A copy of a part of an image, which knows what it was taken from. */
function cropped(pixels: Pixels, { left, top, width, height }: Region): Pixels {
  const { channels } = pixels;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * pixels.width + left) * channels;
    data.set(pixels.data.subarray(start, start + width * channels), row * width * channels);
  }
  return { width, height, channels, data, stored: storedFrame(pixels) };
}

/** The part of an image that a reference asks for; the image itself where it asks for all of it. Throws as `cropOf`. */
export function referred(pixels: Pixels, { region, path }: ImageReference): Pixels {
  return region === undefined ? pixels : cropped(pixels, cropOf(region, storedFrame(pixels), path));
}

/** How a sample's image became its cut. */
export interface CutFrame {
  /** Of the whole image. */
  readonly frame: StoredFrame;
  readonly image: ImageReference;
  readonly options: Pick<CutOptions, 'size' | 'fit'>;
}

/**
 * A sample's box in px of its cut, `0 <= x <= x + width <= size` and the same for y; null where the cut leaves it out. Within a pixel of
 * the original where a JPEG was decoded smaller (`decode: 'fast'`), exact everywhere else.
 * @param box in px of `space`, as the sample table has it
 */
export function boxInCut(
  box: Rectangle,
  space: BoxSpace,
  { frame, image, options: { size, fit } }: CutFrame,
): Rectangle | null {
  const shown = boxInSight(box, space, frame, image);
  if (shown === null) return null;
  const { region, width, height } = fittedSize(shown.sides, size, fit);
  const [across, down] = [width / region.width, height / region.height];
  const [left, top] = [offsetOf(width, size), offsetOf(height, size)];
  const placed = {
    x: (shown.box.x - region.left) * across + left,
    y: (shown.box.y - region.top) * down + top,
    width: shown.box.width * across,
    height: shown.box.height * down,
  };
  return clipped(placed, { x: left, y: top, width, height });
}

/** A box in px of what is cut from, before the fit, with the sides of that; null where nothing of it is there. */
export function boxInSight(
  box: Rectangle,
  space: BoxSpace,
  frame: StoredFrame,
  { region, path }: ImageReference,
): { readonly box: Rectangle; readonly sides: Sides } | null {
  const all = { left: 0, top: 0, ...turnedSides(frame) };
  const { left, top, width, height } = region === undefined ? all : cropOf(region, frame, path);
  const { x, y, ...sides } = inImage(box, space, frame);
  const there = clipped({ x: x - left, y: y - top, ...sides }, { x: 0, y: 0, width, height });
  return there && { box: there, sides: { width, height } };
}

/** In px of the image as it was read, turned where it was turned. */
function inImage(box: Rectangle, space: BoxSpace, frame: StoredFrame): Rectangle {
  const [spaceWidth, spaceHeight] = space ?? [frame.width, frame.height];
  const [across, down] = [frame.width / spaceWidth, frame.height / spaceHeight];
  const width = box.width * across;
  const height = box.height * down;
  const left = box.x * across;
  const top = box.y * down;
  const right = frame.width - left - width;
  const bottom = frame.height - top - height;
  switch (frame.turn) {
    case 2:
      return { x: right, y: top, width, height };
    case 3:
      return { x: right, y: bottom, width, height };
    case 4:
      return { x: left, y: bottom, width, height };
    case 5:
      return { x: top, y: left, width: height, height: width };
    case 6:
      return { x: bottom, y: left, width: height, height: width };
    case 7:
      return { x: bottom, y: right, width: height, height: width };
    case 8:
      return { x: top, y: right, width: height, height: width };
    default:
      return { x: left, y: top, width, height };
  }
}

function turnedSides({ width, height, turn }: StoredFrame): Sides {
  return turn >= 5 ? { width: height, height: width } : { width, height };
}

function clipped(box: Rectangle, within: Rectangle): Rectangle | null {
  const x = Math.max(box.x, within.x);
  const y = Math.max(box.y, within.y);
  const width = Math.min(box.x + box.width, within.x + within.width) - x;
  const height = Math.min(box.y + box.height, within.y + within.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Heat maps as colours: matplotlib's inferno, whose lightness rises evenly, over pictures that lie on black in both themes. */
import type { HeatMap } from '../../domain/index.ts';

/** Red, green and blue of inferno at nine even steps. */
const inferno = [
  [0, 0, 4],
  [31, 12, 72],
  [85, 15, 109],
  [136, 34, 106],
  [186, 54, 85],
  [227, 89, 51],
  [249, 140, 10],
  [249, 201, 50],
  [252, 255, 164],
] as const;

/** @param value 0 to 1, @returns 0 to 255 each */
function heatColour(value: number): readonly [number, number, number] {
  const place = Math.min(1, Math.max(0, value)) * (inferno.length - 1);
  const low = Math.min(inferno.length - 2, Math.floor(place));
  const [from, to] = [inferno[low]!, inferno[low + 1]!];
  const mixed = [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * (place - low)));
  return [mixed[0]!, mixed[1]!, mixed[2]!];
}

/** As a CSS gradient from least to most. */
export const heatGradient = `linear-gradient(to right, ${inferno.map((colour) => `rgb(${colour.join()})`).join()})`;

/** Opaque where there is evidence and clear where there is none, so that the picture is seen there. */
export function heatImage({ width, height, values }: HeatMap): ImageData {
  const rgba = new Uint8ClampedArray(width * height * 4);
  values.forEach((value, i) => {
    rgba.set(heatColour(value), i * 4);
    rgba[i * 4 + 3] = Math.min(1, 0.15 + value) * 255;
  });
  return new ImageData(rgba, width, height);
}

/** One slice of a volume's map; a picture's map as it is. */
export function sliceOfMap({ depth, width, height, values }: HeatMap, slice: number): HeatMap {
  if (depth === undefined) return { width, height, values };
  const length = width * height;
  return { width, height, values: values.subarray(slice * length, (slice + 1) * length) };
}

/** In which ninth of the picture the largest value is, row by row from the upper left; null where all are 0. */
export function hottestNinth({ width, height, values }: HeatMap): number | null {
  const most = values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
  if (values[most] === 0) return null;
  const row = Math.floor((Math.floor(most / width) * 3) / height);
  return row * 3 + Math.floor(((most % width) * 3) / width);
}

/** Colour samples to 8-bit RGB. */
import type { DeepData, Pixels } from '../../domain/index.ts';
import type { PixelDescription } from './pixel-description.ts';
import type { Samples } from './samples.ts';

/** Deeper colour keeps its upper byte. */
export function colourPixels(
  samples: Samples,
  { rows, columns, photometric }: PixelDescription,
): Pixels {
  const data = upperBytes(samples);
  const isYbr = !samples.isRgb && photometric !== 'RGB';
  return { width: columns, height: rows, channels: 3, data: isYbr ? ybrToRgb(data) : data };
}

function upperBytes({ data, bits, signed }: Samples): Uint8Array {
  if (data instanceof Uint8Array && bits === 8) return data;
  const scale = bits > 8 ? 2 ** (8 - bits) : 1;
  // Signed colour is not defined anywhere; what there is counts from its middle.
  const middle = signed ? 2 ** (bits - 1) : 0;
  return Uint8Array.from(data as Iterable<number> & DeepData, (value: number) =>
    Math.min(Math.floor((value + middle) * scale), 255),
  );
}

/** PS3.3, C.7.6.3.1.2, with the coefficients and the rounding of pydicom's `convert_color_space`. */
const redOfRed = 1.402;
const greenOfBlue = (-0.114 * 1.772) / 0.587;
const greenOfRed = (-0.299 * 1.402) / 0.587;
const blueOfBlue = 1.772;

function ybrToRgb(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i + 2 < ybr.length; i += 3) {
    const y = ybr[i]! + 0.5;
    const blue = ybr[i + 1]! - 128;
    const red = ybr[i + 2]! - 128;
    rgb[i] = Math.floor(y + redOfRed * red);
    rgb[i + 1] = Math.floor(y + greenOfBlue * blue + greenOfRed * red);
    rgb[i + 2] = Math.floor(y + blueOfBlue * blue);
  }
  return new Uint8Array(rgb.buffer);
}

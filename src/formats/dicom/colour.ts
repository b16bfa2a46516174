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

/**
 * PS3.3, C.7.6.3.1.2, in single precision with one rounding for each product and sum, as NumPy's matrix product does it in pydicom's
 * `convert_color_space`: equal to it for all 2^24 colours.
 */
const single = Math.fround;
const redOfRed = single(1.402);
const greenOfBlue = single((-0.114 * 1.772) / 0.587);
const greenOfRed = single((-0.299 * 1.402) / 0.587);
const blueOfBlue = single(1.772);

function ybrToRgb(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i + 2 < ybr.length; i += 3) {
    const y = ybr[i]!;
    const blue = ybr[i + 1]! - 128;
    const red = ybr[i + 2]! - 128;
    rgb[i] = Math.floor(single(single(y + redOfRed * red) + 0.5));
    const green = single(single(y + greenOfBlue * blue) + greenOfRed * red);
    rgb[i + 1] = Math.floor(single(green + 0.5));
    rgb[i + 2] = Math.floor(single(single(y + blueOfBlue * blue) + 0.5));
  }
  return new Uint8Array(rgb.buffer);
}

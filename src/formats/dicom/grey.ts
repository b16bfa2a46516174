/** Grey samples to `Pixels` where they are plain 8 bits, otherwise to `DeepPixels` with all that a window has to know. */
import type { DecodedImage, DeepData, Pixels, Voi } from '../../domain/index.ts';
import type { Rescale } from './frame-values.ts';
import { applyLut, type Lut } from './luts.ts';
import type { PixelDescription } from './pixel-description.ts';
import type { Samples } from './samples.ts';

export interface GreyMeaning {
  readonly rescale: Rescale;
  readonly modalityLut: Lut | null;
  readonly voi: readonly Voi[];
  readonly padding: readonly [number, number] | null;
  readonly modality: string | null;
}

export function greyImage(
  { data, bits, signed }: Samples,
  { rows, columns, isFloat, photometric }: PixelDescription,
  { rescale, modalityLut, voi, padding, modality }: GreyMeaning,
): DecodedImage {
  const inverted = photometric === 'MONOCHROME1';
  const size = { width: columns, height: rows };
  const isPlain =
    voi.length === 0 && modalityLut === null && rescale.slope === 1 && rescale.intercept === 0;
  if (bits === 1 && !signed && isPlain) return { ...size, ...eightBits(data, 255, inverted) };
  if (bits === 8 && data instanceof Uint8Array && isPlain)
    return { ...size, ...eightBits(data, 1, inverted) };
  const common = { kind: 'deep', ...size, voi, inverted, modality } as const;
  if (modalityLut !== null && !isFloat)
    return {
      ...common,
      data: Uint16Array.from(data as Iterable<number> & DeepData, (value: number) =>
        applyLut(modalityLut, value),
      ),
      slope: 1,
      intercept: 0,
      range: [0, 2 ** modalityLut.bits - 1],
      // Padding has gone through the table as well and can't be told any more.
      padding: null,
    };
  return { ...common, data, ...rescale, range: isFloat ? null : rangeOf(bits, signed), padding };
}

function eightBits(
  data: DeepData,
  white: 1 | 255,
  inverted: boolean,
): Pick<Pixels, 'channels' | 'data'> {
  if (data instanceof Uint8Array && white === 1 && !inverted) return { channels: 1, data };
  const flip = inverted ? 255 : 0;
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (data[i]! * white) ^ flip;
  return { channels: 1, data: bytes };
}

function rangeOf(bits: number, signed: boolean): readonly [number, number] {
  return signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** PALETTE COLOR to RGB. */
export function palettePixels(
  { data }: Samples,
  { rows, columns }: PixelDescription,
  palette: readonly Lut[],
): Pixels {
  const rgb = new Uint8Array(data.length * 3);
  palette.forEach((lut, channel) => {
    for (let i = 0; i < data.length; i++) rgb[3 * i + channel] = applyLut(lut, data[i]!);
  });
  return { width: columns, height: rows, channels: 3, data: rgb };
}

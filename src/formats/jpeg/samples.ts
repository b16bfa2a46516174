/** JPEG as it lies inside other formats: DICOM, the frames of Motion JPEG. */
import type { ColourConversion } from './rows.ts';
import { decodePlan, type JpegSamples } from './decode.ts';
import { type JpegPlan, readPlan } from './markers.ts';

/**
 * Decodes baseline, extended (8 and 12 bits) and progressive JPEG to interleaved samples, all components at full width and height.
 *
 * @param colour `none` leaves the components as they are; `as-marked` turns YCbCr into RGB and YCCK into CMYK where the JFIF or
 * Adobe segments or, in their absence, libjpeg's rules say that it is such. CMYK is never turned into RGB here, nor inverted.
 * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export async function decodeJpegSamples(
  bytes: Uint8Array,
  path: string,
  colour: 'as-marked' | 'none',
): Promise<JpegSamples> {
  const plan = readPlan(bytes, path);
  return decodePlan(bytes, plan, colour === 'none' ? 'none' : conversionOf(plan), 8, path);
}

/** libjpeg's guess at what the components are (jdapimin). */
export function conversionOf({ frame, isJfif, adobeTransform }: JpegPlan): ColourConversion {
  const { components } = frame;
  if (components.length === 4) return (adobeTransform ?? 0) === 0 ? 'none' : 'cmyk';
  if (components.length !== 3) return 'none';
  if (isJfif) return 'rgb';
  if (adobeTransform !== null) return adobeTransform === 0 ? 'none' : 'rgb';
  const isNamedRgb = components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
  return isNamedRgb ? 'none' : 'rgb';
}

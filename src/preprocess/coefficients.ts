/**
 * What each output pixel of one axis takes from which input pixels: computed in doubles, then rounded to the 22-bit fixed
 * point in which Pillow resamples 8-bit images. Tables depend only on the two lengths and the filter, so those of a
 * dataset whose images share a size are made once; the cache is bounded because some datasets have a size per image.
 */
import type { Filter } from '../domain/index.ts';
import { filterKernels } from './filters.ts';

/**
 * Fraction bits of a weight: 32 less 8 for the pixel, less 2 of headroom for weights that overshoot. The positive weights
 * of an output pixel sum to less than 2, so 255 times their sum stays within a signed 32-bit integer.
 */
export const fractionBits = 22;

export interface Coefficients {
  /** For each output pixel the first input pixel that it takes from. */
  readonly starts: Int32Array;
  /** For each output pixel how many input pixels in a row it takes from. */
  readonly counts: Int32Array;
  /** `[output length, taps]`: fixed-point weights, 0 beyond an output pixel's count. */
  readonly weights: Int32Array;
  readonly taps: number;
}

const largestCache = 128;
const cache = new Map<string, Coefficients>();

/** The weights that bring an axis of `inputLength` pixels to `outputLength` pixels (both at least 1). */
export function coefficients(inputLength: number, outputLength: number, filter: Filter): Coefficients {
  const key = `${filter} ${inputLength} ${outputLength}`;
  const known = cache.get(key);
  if (known) return known;
  const made = makeCoefficients(inputLength, outputLength, filter);
  if (cache.size >= largestCache) cache.delete(cache.keys().next().value!);
  cache.set(key, made);
  return made;
}

function makeCoefficients(inputLength: number, outputLength: number, filter: Filter): Coefficients {
  const kernel = filterKernels[filter];
  const scale = inputLength / outputLength;
  // Shrinking widens the filter (antialiasing); enlarging leaves it at one input pixel a unit.
  const filterScale = Math.max(scale, 1);
  const support = kernel.support * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(outputLength);
  const counts = new Int32Array(outputLength);
  const weights = new Int32Array(outputLength * taps);
  const exact = new Float64Array(taps);
  // Multiplying by the reciprocal and dividing differ in the last bit, so this follows Pillow to the operation.
  const distanceScale = 1 / filterScale;
  for (let output = 0; output < outputLength; output++) {
    const centre = (output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(inputLength, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      const weight = kernel.weight((tap + start - centre + 0.5) * distanceScale);
      exact[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < count; tap++) {
      const share = sum === 0 ? exact[tap]! : exact[tap]! / sum;
      weights[output * taps + tap] = Math.trunc(share * 2 ** fractionBits + (share < 0 ? -0.5 : 0.5));
    }
    starts[output] = start;
    counts[output] = count;
  }
  return { starts, counts, weights, taps };
}

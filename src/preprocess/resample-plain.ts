/**
 * Resampling in plain integers, where the browser has no vectors; `simd/` has the same with them. Both passes are one
 * function: rows and columns differ only in the steps from sample to sample.
 */
import type { Pixels } from '../domain/index.ts';
import { fractionBits, type Coefficients } from './coefficients.ts';

/** A rectangle of an image, in px. Pixels outside of it count as not there. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Resamples a region by the tables for its width and its height: `[down's outputs, across' outputs, channels]`. */
export type Resampler = (
  pixels: Pixels,
  region: Region,
  across: Coefficients,
  down: Coefficients,
) => Uint8Array;

/** Rows first and then columns, cut off to 8 bits in between, as Pillow does it. */
export const resamplePlain: Resampler = (pixels, region, across, down) => {
  const { channels, data } = pixels;
  const stride = pixels.width * channels;
  const rowLength = across.starts.length * channels;
  const between = new Uint8Array(region.height * rowLength);
  for (let channel = 0; channel < channels; channel++) {
    const offset = region.top * stride + region.left * channels + channel;
    resampleLanes(
      data,
      { offset, count: region.height, laneStep: stride, step: channels },
      across,
      between,
      { offset: channel, count: region.height, laneStep: rowLength, step: channels },
    );
  }
  const target = new Uint8Array(down.starts.length * rowLength);
  const columns = { offset: 0, count: rowLength, laneStep: 1, step: rowLength };
  resampleLanes(between, columns, down, target, columns);
  return target;
};

/** Lanes of samples side by side: lane `l` has its sample `s` at `offset + l * laneStep + s * step`. */
interface Lanes {
  readonly offset: number;
  readonly count: number;
  readonly laneStep: number;
  readonly step: number;
}

/** Start of every sum, so that the closing shift rounds to nearest. */
const half = 1 << (fractionBits - 1);

/**
 * Brings each lane of `from` to `table`'s output length. Four lanes go together, so that a weight is loaded once for four
 * products; where fewer are left, the last is computed again in place of those that are not there. Sums fit 32 bits (see
 * `fractionBits`); what overshoots 0 or 255 is cut off by the clamped array.
 */
function resampleLanes(
  source: Uint8Array,
  from: Lanes,
  table: Coefficients,
  targetBytes: Uint8Array,
  to: Lanes,
): void {
  const target = new Uint8ClampedArray(targetBytes.buffer);
  const { starts, counts, weights, taps } = table;
  const { count: lanes, laneStep, step } = from;
  const last = lanes - 1;
  for (let lane = 0; lane < lanes; lane += 4) {
    const lane1 = Math.min(lane + 1, last);
    const lane2 = Math.min(lane + 2, last);
    const lane3 = Math.min(lane + 3, last);
    const first = from.offset + lane * laneStep;
    const to1 = (lane1 - lane) * laneStep;
    const to2 = (lane2 - lane) * laneStep;
    const to3 = (lane3 - lane) * laneStep;
    for (let output = 0; output < starts.length; output++) {
      let sum0 = half;
      let sum1 = half;
      let sum2 = half;
      let sum3 = half;
      let at = first + starts[output]! * step;
      const firstTap = output * taps;
      const endTap = firstTap + counts[output]!;
      for (let tap = firstTap; tap < endTap; tap++) {
        const weight = weights[tap]!;
        sum0 = (sum0 + Math.imul(source[at]!, weight)) | 0;
        sum1 = (sum1 + Math.imul(source[at + to1]!, weight)) | 0;
        sum2 = (sum2 + Math.imul(source[at + to2]!, weight)) | 0;
        sum3 = (sum3 + Math.imul(source[at + to3]!, weight)) | 0;
        at += step;
      }
      const place = to.offset + output * to.step;
      target[place + lane * to.laneStep] = sum0 >> fractionBits;
      target[place + lane1 * to.laneStep] = sum1 >> fractionBits;
      target[place + lane2 * to.laneStep] = sum2 >> fractionBits;
      target[place + lane3 * to.laneStep] = sum3 >> fractionBits;
    }
  }
}

/** Lookup tables: modality and VOI LUTs (PS3.3, C.11.1 and C.11.2) and palettes (C.7.6.3.1.5), whole or in segments (C.7.9). */
import type { Dataset } from './elements.ts';
import type { Faults } from './faults.ts';
import { tags } from './tags.ts';
import { pixelNumber, shorts, shortsOf } from './values.ts';

export interface Lut {
  /** The input that the first value stands for; what lies beyond the ends takes the value there. */
  readonly first: number;
  readonly values: Uint16Array;
  /** Bits of a value. */
  readonly bits: number;
}

/** @param signed whether inputs may be negative. Null where there is no LUT, or none that makes sense. */
export function readLut(
  dataset: Dataset,
  descriptorTag: number,
  dataTag: number,
  signed: boolean,
): Lut | null {
  const [length = 0, first = 0, bits = 0] = shorts(dataset, descriptorTag);
  const data = dataset.get(dataTag);
  if (data === undefined || bits < 1 || bits > 16) return null;
  // 0 is 65536, which does not fit 16 bits.
  const count = length === 0 ? 0x10000 : length;
  const values =
    data.bytes.length >= 2 * count
      ? shortsOf(data).slice(0, count)
      : Uint16Array.from(data.bytes.subarray(0, count));
  return values.length === 0 ? null : { first: pixelNumber(first, signed), values, bits };
}

export function applyLut({ first, values }: Lut, value: number): number {
  return values[Math.min(Math.max(value - first, 0), values.length - 1)]!;
}

/** Red, green and blue of a PALETTE COLOR image, 8 bits each. Throws `damaged-image` where one is missing. */
export function readPalette(dataset: Dataset, signed: boolean, faults: Faults): readonly Lut[] {
  const luts = [
    [tags.redDescriptor, tags.redData, tags.segmentedRed],
    [tags.greenDescriptor, tags.greenData, tags.segmentedGreen],
    [tags.blueDescriptor, tags.blueData, tags.segmentedBlue],
  ] as const;
  const channels = luts.map(([descriptor, whole, segmented]) => {
    const lut =
      readLut(dataset, descriptor, whole, signed) ??
      readSegmented(dataset, descriptor, segmented, signed, faults);
    if (lut === null) throw faults.damaged('no palette');
    return lut;
  });
  // Some writers store 8 bits and say 16.
  const isDeep = channels.some(({ bits, values }) => bits > 8 && values.some((value) => value > 255));
  return isDeep
    ? channels.map((lut) => ({ ...lut, values: lut.values.map((value) => value >> 8), bits: 8 }))
    : channels;
}

function readSegmented(
  dataset: Dataset,
  descriptorTag: number,
  dataTag: number,
  signed: boolean,
  faults: Faults,
): Lut | null {
  const [length = 0, first = 0, bits = 0] = shorts(dataset, descriptorTag);
  const data = dataset.get(dataTag);
  if (data === undefined) return null;
  if (bits !== 8 && bits !== 16) throw faults.damaged(`a palette of ${bits} bits`);
  const words = bits === 16 ? shortsOf(data) : data.bytes;
  const count = length === 0 ? 0x10000 : length;
  const values = new Uint16Array(count);
  const filled = expandSegments(words, values, faults);
  if (filled === 0) throw faults.damaged('an empty palette');
  values.fill(values[filled - 1]!, filled);
  return { first: pixelNumber(first, signed), values, bits };
}

const discrete = 0;
const linear = 1;
const indirect = 2;

/** Fills `values` until it or the segments end, and returns how many there are. */
function expandSegments(words: ArrayLike<number>, values: Uint16Array, faults: Faults): number {
  const isBytes = words instanceof Uint8Array;
  let filled = 0;
  const put = (value: number) => {
    if (filled < values.length) values[filled++] = value;
  };
  /** @returns where the next segment begins. */
  const expand = (at: number, mayBeIndirect: boolean): number => {
    const kind = words[at]!;
    const length = words[at + 1]!;
    const need = kind === discrete ? length : kind === linear ? 1 : isBytes ? 4 : 2;
    if (kind > indirect || at + 2 + need > words.length) throw faults.damaged('segments of a palette');
    if (kind === discrete) for (let i = 0; i < length; i++) put(words[at + 2 + i]!);
    else if (filled === 0) throw faults.damaged('a palette that begins with nothing');
    else if (kind === linear) {
      const from = values[filled - 1]!;
      const step = (words[at + 2]! - from) / length;
      for (let i = 1; i <= length; i++) put(roundHalfEven(from + step * i));
    } else {
      // A repetition of segments that were there before, which may not be repetitions themselves.
      if (!mayBeIndirect) throw faults.damaged('a palette that repeats repetitions');
      let from = isBytes
        ? words[at + 2]! + words[at + 3]! * 0x100 + words[at + 4]! * 0x10000 + words[at + 5]! * 0x1000000
        : words[at + 2]! + words[at + 3]! * 0x10000;
      for (let i = 0; i < length; i++) {
        if (from + 2 > words.length) throw faults.damaged('segments of a palette');
        from = expand(from, false);
      }
    }
    return at + 2 + need;
  };
  for (let at = 0; at + 2 <= words.length && filled < values.length;) at = expand(at, true);
  return filled;
}

/** NumPy's `around`. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

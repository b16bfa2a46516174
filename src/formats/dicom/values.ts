/** Values of elements as numbers and words. What is missing, empty or no number is null: headers are full of both. */
import { type Dataset, readItems, type Value, viewOf } from './elements.ts';
import type { Faults } from './faults.ts';

/** Words and numbers are short; what claims to be one and is longer than this is not looked at. */
const longestText = 16384;

/** The values of a text element, in ASCII (CS, DS, IS, UI, AS); padding is cut off. */
export function words(dataset: Dataset, tag: number): string[] {
  const value = dataset.get(tag);
  if (value === undefined || value.bytes.length > longestText) return [];
  return String.fromCharCode(...value.bytes)
    .split('\\')
    .map(trimmed);
}

/** The first of `words`, or null where it is empty. */
export function word(dataset: Dataset, tag: number): string | null {
  return nonEmpty(words(dataset, tag)[0]);
}

/** Text without the blanks and zeros that make lengths even. */
export function trimmed(text: string): string {
  return text.replaceAll('\0', ' ').trim();
}

export function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Decimal strings (DS, IS); NaN where one is no number. */
export function decimals(dataset: Dataset, tag: number): number[] {
  return words(dataset, tag).map((text) => (text === '' ? NaN : Number(text)));
}

export function decimal(dataset: Dataset, tag: number): number | null {
  const value = decimals(dataset, tag)[0];
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** Unsigned 16-bit numbers (US), e.g. of a LUT. */
export function shorts(dataset: Dataset, tag: number): number[] {
  const value = dataset.get(tag);
  return value === undefined ? [] : Array.from(shortsOf(value));
}

export function shortsOf({ bytes, encoding }: Value): Uint16Array {
  const view = viewOf(bytes);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) =>
    view.getUint16(2 * i, encoding.littleEndian),
  );
}

/** The first 16-bit number (US). */
export function short(dataset: Dataset, tag: number): number | null {
  return shorts(dataset, tag)[0] ?? null;
}

/** A number that is signed if the pixels are (US or SS). */
export function pixelNumber(value: number, signed: boolean): number {
  return signed ? (value << 16) >> 16 : value;
}

/** The items of a sequence, none where there is no such element. Throws `damaged-image`. */
export function items(dataset: Dataset, tag: number, faults: Faults): Dataset[] {
  const value = dataset.get(tag);
  return value === undefined ? [] : readItems(value, faults);
}

/** DICOM files as datasets have them: eight bits, twelve in sixteen, MONOCHROME1, or a compressed code stream. */
import type { Picture } from './picture.ts';

/** Values by tag (`00100020`), each with its value representation. */
type Elements = Readonly<Record<string, readonly [vr: string, value: string | number]>>;

export interface DicomOptions {
  /** 8, or 12 in 16. */
  readonly bits?: 8 | 12;
  readonly photometric?: 'MONOCHROME1' | 'MONOCHROME2';
  /** A code stream and its transfer syntax, in place of the picture's own values. */
  readonly coded?: { readonly syntax: string; readonly bytes: Uint8Array };
  /** What else the header says, in any order. */
  readonly elements?: Elements;
}

const explicitLittle = '1.2.840.10008.1.2.1';
export const jpegBaseline = '1.2.840.10008.1.2.4.50';
export const jpeg2000Lossless = '1.2.840.10008.1.2.4.90';
const longForms = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

export function dicom({ width, height, grey }: Picture, options: DicomOptions = {}): Uint8Array {
  const { bits = 8, photometric = 'MONOCHROME2', coded, elements = {} } = options;
  const all: Elements = {
    '00080060': ['CS', 'DX'],
    ...elements,
    '00280002': ['US', 1],
    '00280004': ['CS', photometric],
    '00280010': ['US', height],
    '00280011': ['US', width],
    '00280100': ['US', bits === 8 ? 8 : 16],
    '00280101': ['US', bits],
    '00280102': ['US', bits - 1],
    '00280103': ['US', 0],
  };
  const tags = Object.keys(all).sort();
  const meta = element('00020010', 'UI', coded?.syntax ?? explicitLittle);
  return joined([
    new Uint8Array(128),
    new TextEncoder().encode('DICM'),
    element('00020000', 'UL', meta.length),
    meta,
    ...tags.map((tag) => element(tag, ...all[tag]!)),
    coded === undefined ? pixels(grey, bits, photometric) : fragments(coded.bytes),
  ]);
}

function pixels(grey: Uint8Array, bits: 8 | 12, photometric: string): Uint8Array {
  const isInverted = photometric === 'MONOCHROME1';
  if (bits === 8) {
    const values = grey.map((value) => (isInverted ? 255 - value : value));
    return element(
      '7FE00010',
      'OW',
      values.length % 2 === 0 ? values : joined([values, Uint8Array.of(0)]),
    );
  }
  const values = new Uint8Array(2 * grey.length);
  const view = new DataView(values.buffer);
  grey.forEach((value, i) => view.setUint16(2 * i, 16 * (isInverted ? 255 - value : value), true));
  return element('7FE00010', 'OW', values);
}

/** An empty offset table and one fragment. */
function fragments(bytes: Uint8Array): Uint8Array {
  const even = bytes.length % 2 === 0 ? bytes : joined([bytes, Uint8Array.of(0)]);
  const head = Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 255, 255, 255, 255);
  const item = (length: number) => joined([Uint8Array.of(0xfe, 0xff, 0x00, 0xe0), number32(length)]);
  const end = joined([Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0), number32(0)]);
  return joined([head, item(0), item(even.length), even, end]);
}

function element(tag: string, vr: string, value: string | number | Uint8Array): Uint8Array {
  const bytes =
    typeof value === 'string'
      ? padded(value, vr === 'UI' ? '\0' : ' ')
      : typeof value === 'number'
        ? vr === 'UL'
          ? number32(value)
          : number16(value)
        : value;
  return joined([
    number16(parseInt(tag.slice(0, 4), 16)),
    number16(parseInt(tag.slice(4), 16)),
    new TextEncoder().encode(vr),
    longForms.has(vr) ? joined([number16(0), number32(bytes.length)]) : number16(bytes.length),
    bytes,
  ]);
}

function padded(text: string, filler: string): Uint8Array {
  return new TextEncoder().encode(text.length % 2 === 0 ? text : text + filler);
}

const number16 = (value: number) => Uint8Array.of(value & 255, value >> 8);
const number32 = (value: number) =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The boxes of a JP2 file (ISO/IEC 15444-1, annex I) around its code stream. */

export interface Jp2Boxes {
  /** Where the code stream begins; null where the bytes end before it does. */
  readonly codestreamAt: number | null;
  /** Whether samples are indices into a palette. */
  readonly hasPalette: boolean;
  /** EnumCS of the first colour specification that has one: 16 sRGB, 17 grey, 18 sYCC, 12 CMYK. */
  readonly colourSpace: number | null;
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A bare code stream has no boxes, and begins at 0. */
export function readBoxes(bytes: Uint8Array): Jp2Boxes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hasPalette = false;
  let colourSpace: number | null = null;
  if (bytes[0] === 0xff && bytes[1] === 0x4f) return { codestreamAt: 0, hasPalette, colourSpace };
  for (const { type, start, end } of boxesIn(view, 0, bytes.length)) {
    if (type === 'jp2c') return { codestreamAt: start, hasPalette, colourSpace };
    if (type !== 'jp2h') continue;
    for (const inner of boxesIn(view, start, end)) {
      if (inner.type === 'pclr') hasPalette = true;
      if (inner.type === 'colr' && inner.start + 7 <= end && view.getUint8(inner.start) === 1)
        colourSpace ??= view.getUint32(inner.start + 3);
    }
  }
  return { codestreamAt: null, hasPalette, colourSpace };
}

function* boxesIn(view: DataView, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const length = view.getUint32(at);
    const isLong = length === 1;
    if (isLong && at + 16 > to) return;
    const headerBytes = isLong ? 16 : 8;
    const boxBytes = length === 0 ? to - at : isLong ? Number(view.getBigUint64(at + 8)) : length;
    if (boxBytes < headerBytes) return;
    const type = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + 4, 4));
    yield { type, start: at + headerBytes, end: Math.min(at + boxBytes, to) };
    at += boxBytes;
  }
}

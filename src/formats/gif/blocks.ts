/** The skeleton of a GIF file (CompuServe, GIF89a specification): its frames and where their data lie, without decoding any. */

/** Colours as `[n, 3]`, or null for the ramp of greys, where every index is its own brightness. */
export type Palette = Uint8Array | null;

export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  readonly palette: Palette;
  /** The index that lets through what is below it, or null. */
  readonly transparent: number | null;
  /** What becomes of the frame's place before the next: 2 is cleared, 3 as it was before, anything else stays. */
  readonly disposal: number;
  /** Bits of a pixel in the compressed data. */
  readonly bits: number;
  /** Offset of the first block of data. */
  readonly dataAt: number;
}

export interface GifOutline {
  /** Of the screen, at least as large as the first frame. */
  readonly width: number;
  readonly height: number;
  /** Index of the colour that clears a frame's place. */
  readonly background: number;
  readonly frames: readonly GifFrame[];
}

const screenBytes = 13;
const [extension, image, trailer] = [0x21, 0x2c, 0x3b];
const graphicControl = 0xf9;

/** The frames up to the trailer or to where the file ends; null where it ends before the screen is described. */
export function readOutline(bytes: Uint8Array): GifOutline | null {
  if (bytes.length < screenBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[10]!;
  const hasPalette = (flags & 0x80) !== 0;
  const global = hasPalette ? paletteAt(bytes, screenBytes, flags) : null;
  const frames: GifFrame[] = [];
  let transparent: number | null = null;
  // Stays as it was where a frame does not say, as in Pillow.
  let disposal = 0;
  let at = screenBytes + (hasPalette ? paletteBytes(flags) : 0);
  while (at < bytes.length && bytes[at] !== trailer) {
    const kind = bytes[at++];
    if (kind === extension) {
      if (bytes[at] === graphicControl && at + 5 < bytes.length) {
        const control = bytes[at + 2]!;
        if ((control & 1) !== 0) transparent = bytes[at + 5]!;
        const stated = (control >> 2) & 7;
        if (stated !== 0) disposal = stated;
      }
      at = afterBlocks(bytes, at + 1);
    } else if (kind === image) {
      if (at + 9 >= bytes.length) break;
      const own = bytes[at + 8]!;
      const paletteStart = at + 9;
      const hasOwn = (own & 0x80) !== 0;
      const bitsAt = paletteStart + (hasOwn ? paletteBytes(own) : 0);
      if (bitsAt >= bytes.length) break;
      frames.push({
        left: view.getUint16(at, true),
        top: view.getUint16(at + 2, true),
        width: view.getUint16(at + 4, true),
        height: view.getUint16(at + 6, true),
        interlaced: (own & 0x40) !== 0,
        palette: hasOwn ? paletteAt(bytes, paletteStart, own) : global,
        transparent,
        disposal,
        bits: bytes[bitsAt]!,
        dataAt: bitsAt + 1,
      });
      transparent = null;
      at = afterBlocks(bytes, bitsAt + 1);
    }
  }
  const first = frames[0];
  return {
    width: Math.max(view.getUint16(6, true), first === undefined ? 0 : first.left + first.width),
    height: Math.max(view.getUint16(8, true), first === undefined ? 0 : first.top + first.height),
    background: hasPalette ? bytes[11]! : 0,
    frames,
  };
}

function paletteBytes(flags: number): number {
  return 3 << ((flags & 7) + 1);
}

function paletteAt(bytes: Uint8Array, at: number, flags: number): Palette {
  const colours = bytes.subarray(at, at + paletteBytes(flags));
  return colours.every((value, i) => value === Math.floor(i / 3)) ? null : colours;
}

/** Where a chain of blocks ends that begins at `at`: behind the empty one, or at the end of the file. */
function afterBlocks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
  return at + 1;
}

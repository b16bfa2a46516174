/**
 * From samples to the image of a page, as Pillow has it: up to 8 bits become grey or RGB, a palette is looked up, of 16-bit colour the
 * upper byte is kept, alpha is dropped. Grey of other kinds is kept as it is.
 */
import type { DecodedImage, DeepData, DeepPixels } from '../../domain/index.ts';
import { type Layout, photometrics, sampleKinds } from './layout.ts';

export interface Page {
  readonly image: DecodedImage;
  /** How many planes of a planar file the image is made of. */
  readonly planes: number;
  /** Puts a chunk of `rows` rows, as wide as the layout says, at `left`, `top`; what reaches beyond the page is dropped. */
  put(samples: Uint8Array, left: number, top: number, rows: number, plane: number): void;
}

export function pageOf(layout: Layout): Page {
  const { photometric, bits, kind } = layout;
  if (photometric === photometrics.rgb || photometric === photometrics.ycbcr) return colourPage(layout);
  if (photometric === photometrics.palette) return palettePage(layout);
  return bits <= 8 && kind === sampleKinds.unsigned ? greyPage(layout) : deepPage(layout);
}

/** Calls `use` for every row of a chunk that lies on the page. */
function forRows(
  { width, height, chunkWidth }: Layout,
  left: number,
  top: number,
  rows: number,
  use: (row: number, to: number, count: number) => void,
): void {
  const count = Math.min(chunkWidth, width - left);
  for (let row = 0; row < Math.min(rows, height - top); row++)
    use(row, (top + row) * width + left, count);
}

/** Bytes of a row, and samples from one pixel to the next. */
function strideOf({ chunkWidth, samples, bits, isPlanar }: Layout) {
  const step = isPlanar ? 1 : samples;
  return { step, rowBytes: Math.ceil((chunkWidth * step * bits) / 8) };
}

function colourPage(layout: Layout): Page {
  const { width, height, bits, isPlanar, samples: ofPixel } = layout;
  const data = new Uint8Array(width * height * 3);
  const { step, rowBytes } = strideOf(layout);
  const size = bits / 8;
  const isPremultiplied = layout.isPremultiplied && ofPixel === 4 && !isPlanar;
  return {
    image: { width, height, channels: 3, data },
    planes: 3,
    put(samples, left, top, rows, plane) {
      forRows(layout, left, top, rows, (row, to, count) => {
        // The upper byte is the last one.
        let from = row * rowBytes + size - 1;
        for (let x = 0; x < count; x++, from += step * size) {
          const at = (to + x) * 3;
          if (isPlanar) {
            data[at + plane] = samples[from]!;
            continue;
          }
          for (let i = 0; i < 3; i++) data[at + i] = samples[from + i * size]!;
          if (isPremultiplied) divide(data, at, samples[from + 3 * size]!);
        }
      });
    },
  };
}

/** Pillow's way back from colours that are multiplied by alpha. */
function divide(data: Uint8Array, at: number, alpha: number): void {
  if (alpha === 255) return;
  for (let i = at; i < at + 3; i++)
    data[i] = alpha === 0 ? 0 : Math.min(255, Math.floor((data[i]! * 255) / alpha));
}

function palettePage(layout: Layout): Page {
  const { width, height, palette, bits } = layout;
  const data = new Uint8Array(width * height * 3);
  const { step, rowBytes } = strideOf(layout);
  return {
    image: { width, height, channels: 3, data },
    planes: 1,
    put(samples, left, top, rows) {
      forRows(layout, left, top, rows, (row, to, count) => {
        for (let x = 0; x < count; x++) {
          const colour = bitsAt(samples, row * rowBytes, x * step, bits) * 3;
          for (let i = 0; i < 3; i++) data[(to + x) * 3 + i] = palette[colour + i]!;
        }
      });
    },
  };
}

function greyPage(layout: Layout): Page {
  const { width, height, bits } = layout;
  const data = new Uint8Array(width * height);
  const { step, rowBytes } = strideOf(layout);
  const scale = 255 / (2 ** bits - 1);
  const flip = layout.photometric === photometrics.whiteIsZero ? 255 : 0;
  return {
    image: { width, height, channels: 1, data },
    planes: 1,
    put(samples, left, top, rows) {
      forRows(layout, left, top, rows, (row, to, count) => {
        for (let x = 0; x < count; x++)
          data[to + x] = (bitsAt(samples, row * rowBytes, x * step, bits) * scale) ^ flip;
      });
    },
  };
}

/** The sample of up to 8 bits with the given place in its row; the first is the highest. */
function bitsAt(samples: Uint8Array, row: number, index: number, bits: number): number {
  if (bits === 8) return samples[row + index]!;
  const at = index * bits;
  return (samples[row + (at >> 3)]! >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
}

function deepPage(layout: Layout): Page {
  const { width, height, bits, kind } = layout;
  const { step, rowBytes } = strideOf(layout);
  const data = deepData(bits, kind, width * height);
  return {
    image: deepImage(layout, data),
    planes: 1,
    put(samples, left, top, rows) {
      const stored = bits === 12 ? samples : viewOf(samples, data);
      const rowLength = bits === 12 ? rowBytes : rowBytes / data.BYTES_PER_ELEMENT;
      forRows(layout, left, top, rows, (row, to, count) => {
        const from = row * rowLength;
        if (bits === 12) {
          for (let x = 0; x < count; x++) data[to + x] = twelveBitsAt(samples, from, x * step);
        } else if (step === 1) data.set(stored.subarray(from, from + count), to);
        else for (let x = 0; x < count; x++) data[to + x] = stored[from + x * step]!;
      });
    },
  };
}

/** The same bytes as samples of the kind that `like` has. */
function viewOf(samples: Uint8Array, like: DeepData): DeepData {
  const bytes = samples.byteOffset % like.BYTES_PER_ELEMENT === 0 ? samples : samples.slice();
  const Kind = like.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => DeepData;
  return new Kind(bytes.buffer, bytes.byteOffset, bytes.length / like.BYTES_PER_ELEMENT);
}

function twelveBitsAt(samples: Uint8Array, row: number, index: number): number {
  const at = row + ((index * 3) >> 1);
  return index % 2 === 0
    ? (samples[at]! << 4) | (samples[at + 1]! >> 4)
    : ((samples[at]! & 15) << 8) | samples[at + 1]!;
}

function deepData(bits: number, kind: number, length: number): DeepData {
  if (kind === sampleKinds.float)
    return bits === 32 ? new Float32Array(length) : new Float64Array(length);
  const isSigned = kind === sampleKinds.signed;
  if (bits === 32) return isSigned ? new Int32Array(length) : new Uint32Array(length);
  if (bits > 8) return isSigned ? new Int16Array(length) : new Uint16Array(length);
  return new Int8Array(length);
}

function deepImage({ width, height, bits, kind, photometric }: Layout, data: DeepData): DeepPixels {
  const half = 2 ** (bits - 1);
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope: 1,
    intercept: 0,
    range:
      kind === sampleKinds.float
        ? null
        : kind === sampleKinds.signed
          ? [-half, half - 1]
          : [0, 2 * half - 1],
    padding: null,
    voi: [],
    inverted: photometric === photometrics.whiteIsZero,
    modality: null,
  };
}

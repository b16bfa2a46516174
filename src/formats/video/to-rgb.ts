/**
 * Decoded frames of video to RGB. Done here and not by the browser, so that every browser gives the same bytes: ITU-R BT.601, 709 or 2020,
 * limited or full range, chroma repeated and not interpolated. Within one level of FFmpeg's accurate conversion; the quicker one that is its
 * default (and OpenCV's) is itself up to three levels off.
 */
import type { Pixels } from '../../domain/index.ts';

/** What a stream says of its colours; what it leaves out is BT.601 in limited range, as for FFmpeg. */
export interface StreamColours {
  readonly matrix: string | null;
  readonly fullRange: boolean;
}

/** Weights of red and blue in luma. */
const lumaWeights: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  'bt2020-ncl': [0.2627, 0.0593],
};
const bt601 = [0.299, 0.114] as const;

/** How chroma is reduced, and how samples lie, by WebCodecs' name of the format (without an alpha plane's A). */
const planar: Readonly<
  Record<string, { readonly across: number; readonly down: number; readonly bits: number }>
> = {
  I420: { across: 2, down: 2, bits: 8 },
  I422: { across: 2, down: 1, bits: 8 },
  I444: { across: 1, down: 1, bits: 8 },
  I420P10: { across: 2, down: 2, bits: 10 },
  I422P10: { across: 2, down: 1, bits: 10 },
  I444P10: { across: 1, down: 1, bits: 10 },
  I420P12: { across: 2, down: 2, bits: 12 },
  I422P12: { across: 2, down: 1, bits: 12 },
  I444P12: { across: 1, down: 1, bits: 12 },
  NV12: { across: 2, down: 2, bits: 8 },
};

/** The visible part of a frame. Frames in a format that only the browser knows are converted by it. */
export async function toRgb(frame: VideoFrame, colours: StreamColours): Promise<Pixels> {
  const { width, height } = frame.visibleRect!;
  const name = (frame.format ?? '').replace('A', '');
  const format = planar[name];
  const data = new Uint8Array(width * height * 3);
  if (format === undefined) {
    const options = { format: 'RGBX', colorSpace: 'srgb' } as const;
    const four = new Uint8Array(frame.allocationSize(options));
    const [layout] = await frame.copyTo(four, options);
    for (let y = 0, to = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < 3; channel++)
          data[to++] = four[layout!.offset + y * layout!.stride + 4 * x + channel]!;
    return { width, height, channels: 3, data };
  }

  const bytes = new Uint8Array(frame.allocationSize());
  const layouts = await frame.copyTo(bytes);
  const { across, down, bits } = format;
  // Deep samples are pairs of bytes, and lose what does not fit into 8 bits.
  const sample =
    bits === 8
      ? (at: number) => bytes[at]!
      : (at: number) => (bytes[at]! | (bytes[at + 1]! << 8)) / 2 ** (bits - 8);
  const sampleBytes = bits === 8 ? 1 : 2;
  const isInterleaved = name === 'NV12';
  const luma = layouts[0]!;
  const chroma = [layouts[1]!, isInterleaved ? layouts[1]! : layouts[2]!] as const;
  const step = isInterleaved ? 2 : sampleBytes;
  const write = rgbWriter(data, colours);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / down);
    const lumaAt = luma.offset + y * luma.stride;
    const blueAt = chroma[0].offset + row * chroma[0].stride;
    const redAt = chroma[1].offset + row * chroma[1].stride + (isInterleaved ? 1 : 0);
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / across) * step;
      const y8 = sample(lumaAt + x * sampleBytes);
      write((y * width + x) * 3, y8, sample(blueAt + column), sample(redAt + column));
    }
  }
  return { width, height, channels: 3, data };
}

/** Writes one pixel from luma and the two chroma samples. */
function rgbWriter(data: Uint8Array, { matrix, fullRange }: StreamColours) {
  const [red, blue] = lumaWeights[matrix ?? ''] ?? bt601;
  const green = 1 - red - blue;
  const black = fullRange ? 0 : 16;
  const lumaScale = 255 / (fullRange ? 255 : 219);
  const chromaScale = 255 / (fullRange ? 255 : 224);
  const redFromRed = 2 * (1 - red) * chromaScale;
  const blueFromBlue = 2 * (1 - blue) * chromaScale;
  const greenFromBlue = (blueFromBlue * blue) / green;
  const greenFromRed = (redFromRed * red) / green;
  return (at: number, y: number, cb: number, cr: number) => {
    const light = (y - black) * lumaScale;
    data[at] = clamped(light + redFromRed * (cr - 128));
    data[at + 1] = clamped(light - greenFromBlue * (cb - 128) - greenFromRed * (cr - 128));
    data[at + 2] = clamped(light + blueFromBlue * (cb - 128));
  };
}

const clamped = (value: number) => (value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value));

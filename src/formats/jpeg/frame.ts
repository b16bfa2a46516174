/** The frame header of a JPEG file (ITU-T T.81 B.2.2), and which frames can be decoded. */
import { type AppError, appError } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';

/** What lies between a marker with its length and the next marker. */
export interface Segment {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly damaged: (detail: string) => AppError;
}

export interface JpegComponent {
  readonly id: number;
  /** Sampling factors, 1 to 4: blocks a unit (MCU). */
  readonly across: number;
  readonly down: number;
  /** Number of its quantisation table. */
  readonly quantiser: number;
}

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
  /** Bits a sample. */
  readonly precision: 8 | 12;
  /** The frame's marker: 0xc0 baseline, 0xc1 extended, 0xc2 progressive. */
  readonly process: number;
}

/** @throws AppError `damaged-image`, `unsupported-image`, `image-too-large`. */
export function readFrame({ bytes, path, damaged }: Segment, process: number): JpegFrame {
  const unsupported = (detail: string) =>
    appError('unsupported-image', path, { format: 'JPEG', detail });
  if (process === 0xf7) throw unsupported('JPEG-LS');
  if (bytes.length < 6) throw damaged('a short frame header');
  const precision = bytes[0]!;
  const height = (bytes[1]! << 8) | bytes[2]!;
  const width = (bytes[3]! << 8) | bytes[4]!;
  const count = bytes[5]!;
  checkSize(width, height, path);
  // 12 bits need tables for longer differences than baseline coding has.
  if (process > 0xc2) throw unsupported(`coding process ${process - 0xc0}`);
  if (precision !== 8 && (precision !== 12 || process === 0xc0)) throw unsupported(`${precision} bits`);
  if (width === 0 || height === 0) throw unsupported(`${width} x ${height} px in its header`);
  if (count !== 1 && count !== 3 && count !== 4) throw unsupported(`${count} components`);
  if (bytes.length !== 6 + 3 * count) throw damaged('the frame header');
  const components = Array.from({ length: count }, (_, i) => {
    const from = 6 + 3 * i;
    const across = bytes[from + 1]! >> 4;
    const down = bytes[from + 1]! & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4) throw damaged('sampling factors');
    const quantiser = bytes[from + 2]!;
    // The units of a single component are its blocks, whatever its sampling factors.
    return count === 1
      ? { id: bytes[from]!, across: 1, down: 1, quantiser }
      : { id: bytes[from]!, across, down, quantiser };
  });
  return { width, height, components, precision, process };
}

/**
 * JPEG 2000 (ISO/IEC 15444-1) by OpenJPEG, and its high-throughput kind (15444-15) by OpenJPH. Takes bare code streams and JP2
 * files. Leaves out: alpha, components of different sizes or depths, more than
 * 16 bits.
 */
import { appError } from '../../domain/index.ts';
import { checkCodedSize, type CodedHeader, type CodedImage } from './coded-image.ts';
import { samplesOf } from './coded-samples.ts';
import { readBoxes } from './jp2-boxes.ts';
import { CodecError, type WasmDecoder, type WasmModule, wasmCodec } from './wasm-codec.ts';

const label = 'JPEG 2000';
const startOfCodestream = 0xff4f;
const sizeMarker = 0xff51;
const capabilitiesMarker = 0xff50;
/** An SOT segment and an SOD marker. */
const leastTileBytes = 14;

const openjpeg = wasmCodec({
  glue: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  wasm: '@cornerstonejs/codec-openjpeg/decodewasm',
  wasmUrl: () => import('@cornerstonejs/codec-openjpeg/decodewasm?url'),
  create: (module: WasmModule & { readonly J2KDecoder: new () => WasmDecoder }) =>
    new module.J2KDecoder(),
});

const openjph = wasmCodec({
  glue: () => import('@cornerstonejs/codec-openjph/wasmjs'),
  wasm: '@cornerstonejs/codec-openjph/wasm',
  wasmUrl: () => import('@cornerstonejs/codec-openjph/wasm?url'),
  create: (module: WasmModule & { readonly HTJ2KDecoder: new () => WasmDecoder }) =>
    new module.HTJ2KDecoder(),
});

interface Jpeg2000Header extends CodedHeader {
  /** Where the code stream begins: behind the boxes of a JP2 file. */
  readonly start: number;
  /** Whether blocks are coded in the way of part 15. */
  readonly highThroughput: boolean;
}

/**
 * Colour transforms of the code stream itself (RCT, ICT) are undone.
 * @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`.
 */
export async function decodeJpeg2000(bytes: Uint8Array, path: string): Promise<CodedImage> {
  const header = readJpeg2000Header(bytes, path);
  // OpenJPEG gets the code stream alone: the boxes around it would have it apply palettes and channel orders.
  const stream = bytes.subarray(header.start);
  const codec = header.highThroughput ? openjph : openjpeg;
  const decoded = await codec(stream).catch((error: unknown) => {
    if (error instanceof CodecError)
      throw appError('damaged-image', path, { format: label, detail: error.message }, error);
    throw error;
  });
  return samplesOf(decoded, header, label, path);
}

/** The SIZ segment (15444-1, A.5.1). Throws like `decodeJpeg2000`. */
function readJpeg2000Header(bytes: Uint8Array, path: string): Jpeg2000Header {
  const truncated = () => appError('truncated-image', path, { format: label, bytes: bytes.length });
  const damaged = (detail: string) => appError('damaged-image', path, { format: label, detail });
  const unsupported = (detail: string) => appError('unsupported-image', path, { format: label, detail });

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { codestreamAt: start } = readBoxes(bytes);
  if (start === null || start + 43 > bytes.length) throw truncated();
  if (view.getUint16(start) !== startOfCodestream || view.getUint16(start + 2) !== sizeMarker)
    throw damaged('no code stream');
  const length = view.getUint16(start + 4);
  const components = view.getUint16(start + 40);
  if (length !== 38 + 3 * components || components === 0)
    throw damaged(`${components} components in a SIZ segment of ${length} bytes`);
  if (start + 4 + length > bytes.length) throw truncated();
  // The build of OpenJPEG copies out grey and colour only.
  if (components !== 1 && components !== 3) throw unsupported(`${components} components`);

  const width = view.getUint32(start + 8) - view.getUint32(start + 16);
  const height = view.getUint32(start + 12) - view.getUint32(start + 20);
  if (width <= 0 || height <= 0) throw damaged(`${width} x ${height} px`);
  const precision = view.getUint8(start + 42);
  for (let at = start + 42; at < start + 4 + length; at += 3) {
    if (view.getUint8(at) !== precision) throw unsupported('components of different depths');
    if (view.getUint16(at + 1) !== 0x0101) throw unsupported('subsampled components');
  }
  const bits = (precision & 0x7f) + 1;
  if (bits > 16) throw unsupported(`${bits} bits a sample`);
  const header = { width, height, components, bits, signed: precision >= 0x80 };
  checkCodedSize(header, bytes.length, label, path);
  const tiles =
    Math.ceil((view.getUint32(start + 8) - view.getUint32(start + 32)) / view.getUint32(start + 24)) *
    Math.ceil((view.getUint32(start + 12) - view.getUint32(start + 36)) / view.getUint32(start + 28));
  if (!Number.isFinite(tiles) || tiles < 1) throw damaged(`${tiles} tiles`);
  // OpenJPEG sets aside some kB for each tile before it looks for it, and fills the missing ones with nothing.
  if (tiles * leastTileBytes > bytes.length) throw truncated();
  const next = start + 4 + length;
  return {
    ...header,
    start,
    // The CAP segment comes right after SIZ; the fifteenth bit of it from the top stands for part 15 (15444-15, A.2).
    highThroughput:
      next + 8 <= bytes.length &&
      view.getUint16(next) === capabilitiesMarker &&
      (view.getUint32(next + 4) & 0x20000) !== 0,
  };
}

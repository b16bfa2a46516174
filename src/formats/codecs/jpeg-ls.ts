/** JPEG-LS (ISO/IEC 14495-1), lossless and near-lossless, by CharLS. */
import { appError } from '../../domain/index.ts';
import { checkCodedSize, type CodedHeader, type CodedImage } from './coded-image.ts';
import { samplesOf } from './coded-samples.ts';
import { afterStart, frameOf, type JpegFrame, markers, nextSegment } from './jpeg-segments.ts';
import { CodecError, type WasmDecoder, type WasmModule, wasmCodec } from './wasm-codec.ts';

const label = 'JPEG-LS';

const charls = wasmCodec({
  glue: () => import('@cornerstonejs/codec-charls/decodewasmjs'),
  wasm: '@cornerstonejs/codec-charls/decodewasm',
  wasmUrl: () => import('@cornerstonejs/codec-charls/decodewasm?url'),
  create: (module: WasmModule & { readonly JpegLSDecoder: new () => WasmDecoder }) =>
    new module.JpegLSDecoder(),
});

/** @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`. */
export async function decodeJpegLs(bytes: Uint8Array, path: string): Promise<CodedImage> {
  const { frame, isPlanar } = readHeaders(bytes, path);
  const { width, height, components, precision: bits } = frame;
  if (bits < 2 || bits > 16)
    throw appError('damaged-image', path, { format: label, detail: `${bits} bits a sample` });
  if (width === 0 || height === 0)
    throw appError('unsupported-image', path, { format: label, detail: `${width} x ${height} px` });
  const header: CodedHeader = { width, height, components, bits, signed: false };
  checkCodedSize(header, bytes.length, label, path);
  const decoded = await charls(bytes).catch((error: unknown) => {
    if (error instanceof CodecError)
      throw appError('damaged-image', path, { format: label, detail: error.message }, error);
    throw error;
  });
  const image = samplesOf(decoded, header, label, path);
  return isPlanar && components > 1 ? interleaved(image) : image;
}

/** The frame, and whether its first scan has one component alone (interleave mode 0), which makes CharLS put out planes. */
function readHeaders(bytes: Uint8Array, path: string): { frame: JpegFrame; isPlanar: boolean } {
  const damaged = (detail: string) => appError('damaged-image', path, { format: label, detail });
  let frame: JpegFrame | null = null;
  for (let at = afterStart(bytes, label, path); ;) {
    const segment = nextSegment(bytes, at, label, path);
    if (segment === null) throw damaged('no scan');
    if (segment.marker === markers.jpegLs) frame = frameOf(segment);
    if (segment.marker === markers.startOfScan) {
      if (frame === null) throw damaged('no JPEG-LS frame');
      return { frame, isPlanar: segment.body.at(-2) === 0 };
    }
    at = segment.end;
  }
}

function interleaved(image: CodedImage): CodedImage {
  const { components, data } = image;
  const out = data.slice();
  const pixels = data.length / components;
  for (let c = 0; c < components; c++)
    for (let i = 0; i < pixels; i++) out[i * components + c] = data[c * pixels + i]!;
  return { ...image, data: out };
}

/** From a codec's bytes to typed samples, once it is sure that they are what the header promised. */
import { appError } from '../../domain/index.ts';
import type { CodedHeader, CodedImage } from './coded-image.ts';
import type { FrameInfo } from './wasm-codec.ts';

/** @throws AppError `damaged-image` where the codec and the header disagree about the picture. */
export function samplesOf(
  decoded: { readonly data: Uint8Array<ArrayBuffer>; readonly info: FrameInfo },
  header: CodedHeader,
  label: string,
  path: string,
): CodedImage {
  const { data, info } = decoded;
  const { width, height, components, bits, signed } = header;
  const samples = width * height * components;
  const bytesPerSample = bits > 8 ? 2 : 1;
  if (
    info.width !== width ||
    info.height !== height ||
    info.componentCount !== components ||
    data.length < samples * bytesPerSample
  )
    throw appError('damaged-image', path, {
      format: label,
      detail: `${info.width} x ${info.height} x ${info.componentCount} samples, expected ${width} x ${height} x ${components}`,
    });
  const types = [
    [Uint8Array, Int8Array],
    [Uint16Array, Int16Array],
  ] as const;
  const Samples = types[bits > 8 ? 1 : 0][signed ? 1 : 0];
  return { width, height, components, bits, signed, data: new Samples(data.buffer, 0, samples) };
}

/** Pictures from tensors as PNG data URIs, so that a report carries them in itself. */
import { encode } from 'fast-png';
import type { PictureBatch } from '../../domain/index.ts';

/**
 * One picture of a batch as a `data:` URI.
 * @param index from 0, within the batch
 */
export function pictureUri({ size, channels, data }: PictureBatch, index: number): string {
  const length = size * size * channels;
  const png = encode({
    width: size,
    height: size,
    channels,
    depth: 8,
    data: data.subarray(index * length, (index + 1) * length),
  });
  return `data:image/png;base64,${btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''))}`;
}

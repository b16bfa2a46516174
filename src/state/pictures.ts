/** Takes a batch of cut pictures apart. The pixels stay where they are: each picture is a view of the batch. */
import type { PictureBatch, Pixels } from '../domain/index.ts';

/** The pictures of a batch in its order. */
export function picturesOf({ size, channels, data }: PictureBatch): Pixels[] {
  const length = size * size * channels;
  return Array.from({ length: Math.floor(data.length / length) }, (_, i) => ({
    width: size,
    height: size,
    channels,
    data: data.subarray(i * length, (i + 1) * length),
  }));
}

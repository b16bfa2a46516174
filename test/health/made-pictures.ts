/** Made pictures that look alike as radiographs do: one pattern that all have, a smooth field and grain of their own. */
import { seededRandom, type TensorReader } from '../../src/domain/index.ts';

export type Picture = Uint8Array;

/** `[size, size]` of grey levels, centre bright and edges dark. */
export function madePicture(seed: number, size = 28): Picture {
  const random = seededRandom(seed, 'made picture');
  const waves = Array.from({ length: 10 }, () => ({
    x: random() * 3,
    y: random() * 3,
    phase: random() * 2 * Math.PI,
    height: 4 + random() * 10,
  }));
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const x = (i % size) / size;
    const y = Math.floor(i / size) / size;
    const pattern = 120 + 70 * Math.cos(2.6 * Math.hypot(x - 0.5, y - 0.5) * Math.PI);
    const own = waves.reduce(
      (sum, wave) => sum + wave.height * Math.sin(2 * Math.PI * (wave.x * x + wave.y * y) + wave.phase),
      0,
    );
    return Math.max(0, Math.min(255, Math.round(pattern + own + (random() - 0.5) * 8)));
  });
}

/** The picture as it would be after it was windowed anew and saved with loss. */
export function savedAnew(picture: Picture, seed = 0): Picture {
  const random = seededRandom(seed, 'saved anew');
  return picture.map((value) =>
    Math.max(0, Math.min(255, Math.round(8 + value * 0.9 + (random() - 0.5) * 4))),
  );
}

export const negativeOf = (picture: Picture): Picture => picture.map((value) => 255 - value);

export function readerOf(pictures: readonly Picture[], channels: 1 | 3 = 1): TensorReader {
  const size = Math.sqrt(pictures[0]!.length / channels);
  return {
    size,
    channels,
    rows: pictures.length,
    read: (rows, into) => {
      Array.from(rows).forEach((row, i) => into.set(pictures[row]!, i * size * size * channels));
      return Promise.resolve();
    },
  };
}

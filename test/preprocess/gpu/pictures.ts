/** Pictures of noise, which show every wrong weight and every wrong byte, and the jobs to cut them. */
import { filters, seededRandom, type Pixels } from '../../../src/domain/index.ts';
import { planCut } from '../../../src/preprocess/cut-image.ts';
import type { ResampleJob } from '../../../src/preprocess/resample.ts';

export function noise(width: number, height: number, channels: 1 | 3): Pixels {
  const random = seededRandom(width * 7919 + height, `noise ${channels}`);
  const data = Uint8Array.from({ length: width * height * channels }, () => {
    // Black and white next to each other overshoot, which has to be clipped.
    const value = random() * 384 - 64;
    return Math.max(0, Math.min(255, value));
  });
  return { width, height, channels, data };
}

/** The picture cut in every way that a recipe can ask for, at these sizes. */
export function everyCut(pixels: Pixels, sizes: readonly (28 | 64 | 128 | 224)[]): ResampleJob[] {
  return sizes.flatMap((size) =>
    (['stretch', 'crop', 'pad'] as const).flatMap((fit) =>
      filters.map((filter) => planCut(pixels, { size, fit, filter }, pixels.channels).job),
    ),
  );
}

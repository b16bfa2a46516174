/**
 * The three resampling filters as functions of the distance in (scaled) pixels, with Pillow's constants. Nearest and box
 * are left out: they alias or blur what a small tensor has to keep.
 */
import type { Filter } from '../domain/index.ts';

export interface FilterKernel {
  /** Distance beyond which the weight is 0. */
  readonly support: number;
  weight(distance: number): number;
}

/** Keys' cubic with a = -1/2, the value that Pillow takes (OpenCV and browsers take others). */
const cubicSlope = -0.5;

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

export const filterKernels: Readonly<Record<Filter, FilterKernel>> = {
  bilinear: {
    support: 1,
    weight(distance) {
      const x = Math.abs(distance);
      return x < 1 ? 1 - x : 0;
    },
  },
  bicubic: {
    support: 2,
    weight(distance) {
      const x = Math.abs(distance);
      if (x < 1) return ((cubicSlope + 2) * x - (cubicSlope + 3)) * x * x + 1;
      if (x < 2) return (((x - 5) * x + 8) * x - 4) * cubicSlope;
      return 0;
    },
  },
  lanczos: {
    support: 3,
    weight: (distance) => (-3 <= distance && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0),
  },
};

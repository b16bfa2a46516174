/** Shapes, strides and paddings of what is convolved or pooled. */
import type * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';

type Padding = Parameters<typeof tf.conv2d>[3];

const side = fc.integer({ min: 1, max: 13 });
const stride = fc.integer({ min: 1, max: 3 });

/** Also such that fill no vector, or a vector and a bit. */
const channels = fc.integer({ min: 1, max: 19 });

/** `[batch, height, width, channels]` */
export const images = fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels);

export const stridePairs = fc.tuple(stride, stride);

const explicit = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3))
  .map(([top, bottom, left, right]): Padding => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

export const paddings = fc.oneof(fc.constant<Padding>('same'), fc.constant<Padding>('valid'), explicit);

export interface Convolution {
  readonly x: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides: [number, number];
  readonly padding: Padding;
}

const kernel = fc.integer({ min: 1, max: 7 });

export const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    x: images,
    kernel: fc.tuple(kernel, kernel),
    outputs: channels,
    strides: stridePairs,
    padding: paddings,
  })
  .filter(({ x, kernel, padding }) => padding === 'same' || (x[1] >= kernel[0] && x[2] >= kernel[1]))
  .map(({ x, kernel, outputs, strides, padding }) => ({
    ...{ x, strides, padding },
    filter: [...kernel, x[3], outputs],
  }));

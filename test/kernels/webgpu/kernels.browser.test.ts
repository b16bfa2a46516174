/** Our WebGPU kernels against the cpu backend, over many shapes, in both of the ways that they read their operands. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { normaliseBatch, stepAdamW } from '../../../src/kernels/index.ts';
import { disagreement, noise, startWebGpu, waysToRead } from './agreement.ts';

const tolerance = 1e-5;

type Padding = Parameters<typeof tf.conv2d>[3];

const side = fc.integer({ min: 1, max: 13 });
const stride = fc.integer({ min: 1, max: 3 });
const channels = fc.integer({ min: 1, max: 19 });
const border = fc.nat(3);

const padding = fc.oneof(
  fc.constant<Padding>('same'),
  fc.constant<Padding>('valid'),
  fc.tuple(border, border, border, border).map(([top, bottom, left, right]): Padding => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
);

function windows(largest: number) {
  const length = fc.integer({ min: 1, max: largest });
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      size: fc.tuple(side, side),
      window: fc.tuple(length, length),
      inChannels: channels,
      outChannels: channels,
      strides: fc.tuple(stride, stride),
      padding,
    })
    .filter(
      ({ size, window, padding: around }) =>
        around === 'same' || (size[0] >= window[0] && size[1] >= window[1]),
    );
}

const products = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 40 }),
  depth: fc.integer({ min: 1, max: 200 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  shared: fc.constantFrom('left', 'right', 'none'),
});

const turn = (isTurned: boolean, height: number, width: number): [number, number] =>
  isTurned ? [width, height] : [height, width];

const check = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, job: (input: T) => tf.Tensor[]) =>
  fc.assert(
    fc.asyncProperty(arbitrary, async (input) => {
      expect(await disagreement(() => job(input))).toBeLessThan(tolerance);
    }),
    { numRuns, seed: 1, endOnFailure: true },
  );

describe.each(waysToRead)('reading %s', { timeout: 120_000 }, (way) => {
  // Emulating workgroups that wait for each other is slow.
  const runs = way === 'directly' ? 14 : 2;

  beforeAll(() => startWebGpu(way));

  test('convolutions and both of their gradients', async () => {
    await check(
      windows(5),
      25,
      ({ batch, size, window, inChannels, outChannels, strides, padding: pad }) => {
        const x = noise<tf.Rank.R4>([batch, ...size, inChannels], 1);
        const filter = noise<tf.Rank.R4>([...window, inChannels, outChannels], 2);
        const convolve = (image: tf.Tensor4D, weights: tf.Tensor4D) =>
          tf.conv2d(image, weights, strides, pad);
        const y = convolve(x, filter);
        const dy = noise(y.shape, 3);
        return [y, ...tf.grads(convolve as (...args: tf.Tensor[]) => tf.Tensor)([x, filter], dy)];
      },
    );
  });

  test('products of matrices and their gradients', async () => {
    await check(products, runs, ({ batch, rows, columns, depth, transposeA, transposeB, shared }) => {
      const of = (own: boolean, height: number, width: number) => [own ? batch : 1, height, width];
      const a = noise<tf.Rank.R3>(
        of(shared !== 'left', ...turn(transposeA, rows, depth)) as [number, number, number],
        1,
      );
      const b = noise<tf.Rank.R3>(
        of(shared !== 'right', ...turn(transposeB, depth, columns)) as [number, number, number],
        2,
      );
      const multiply = (left: tf.Tensor, right: tf.Tensor) =>
        tf.matMul(left, right, transposeA, transposeB);
      const product = multiply(a, b);
      // The library has no gradient for a matrix that many share.
      if (shared !== 'none') return [product];
      return [product, ...tf.grads(multiply)([a, b], noise(product.shape, 3))];
    });
  });

  test('dense layers with bias and relu', async () => {
    await check(products, runs, ({ rows, columns, depth }) => [
      tf.fused.matMul({
        a: noise<tf.Rank.R2>([rows, depth], 1),
        b: noise<tf.Rank.R2>([depth, columns], 2),
        bias: noise<tf.Rank.R1>([columns], 3),
        activation: 'relu',
      }),
    ]);
  });
});

describe('where there is only one way to read', { timeout: 60_000 }, () => {
  beforeAll(() => startWebGpu('directly'));

  test('poolings and their gradients', async () => {
    await check(windows(4), 25, ({ batch, size, window, inChannels, strides, padding: pad }) => {
      const x = noise<tf.Rank.R4>([batch, ...size, inChannels], 1);
      // The library wants windows of explicit paddings to overlap the image, which these are not made to do.
      const around = typeof pad === 'string' ? pad : 'same';
      return [tf.maxPool, tf.avgPool].flatMap((pool) => {
        const apply = (image: tf.Tensor) => pool(image as tf.Tensor4D, window, strides, around);
        const y = apply(x);
        return [y, tf.grad(apply)(x, noise(y.shape, 2))];
      });
    });
  });

  test('the first of equal numbers gets the whole gradient of a max-pool', async () => {
    const x = tf.ones<tf.Rank.R4>([2, 6, 6, 3]);
    for (const [window, step] of [
      [2, 2],
      [3, 2],
      [2, 3],
    ] as const) {
      const pool = (image: tf.Tensor) => tf.maxPool(image as tf.Tensor4D, window, step, 'same');
      expect(await disagreement(() => [tf.grad(pool)(tf.onesLike(x))])).toBe(0);
    }
    x.dispose();
  });

  test('arithmetic with channels, their sums and averages', async () => {
    const shapes = fc.record({ rows: fc.integer({ min: 1, max: 900 }), channels });
    await check(shapes, 15, ({ rows, channels: width }) => {
      const x = noise<tf.Rank.R4>([3, rows, 2, width], 1);
      const y = noise<tf.Rank.R1>([width], 2);
      return [
        tf.add(x, y),
        tf.sub(x, tf.reshape(y, [1, 1, width])),
        tf.mul(x, y),
        tf.sum(x, [0, 1, 2]),
        tf.sum(x, [0, 1, 2], true),
        tf.avgPool(x, [rows, 2], 1, 'valid'),
        tf.mean(x, [1, 2]),
        tf.fused.depthwiseConv2d({
          x,
          filter: noise<tf.Rank.R4>([1, 1, width, 1], 3),
          strides: 1,
          pad: 'valid',
          bias: y,
        }),
      ];
    });
  });

  test('relu', async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 });
    await check(shapes, 8, (shape) => [
      tf.grad((x: tf.Tensor) => tf.relu(x))(noise(shape, 1), noise(shape, 2)),
    ]);
  });

  test('batch normalisation', async () => {
    const shapes = fc.record({
      // Of two numbers the gradient is next to nothing, and what is left of it is rounding.
      shape: fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 3, max: 30 }), side, channels),
      shift: fc.constantFrom(0, 0, 30),
    });
    await check(shapes, 15, ({ shape, shift }) => {
      const width = shape[3];
      const inputs = [tf.add(noise(shape, 1), shift), noise([width], 2), noise([width], 3)] as const;
      const apply =
        (observe: Parameters<typeof normaliseBatch>[4]) =>
        (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
          normaliseBatch(
            x as tf.Tensor4D,
            scale as tf.Tensor1D,
            offset as tf.Tensor1D,
            { epsilon: 1e-3, relu: false },
            observe,
          );
      const kept: tf.Tensor[] = [];
      const observe = apply(({ mean, variance }) => {
        kept.push(tf.keep(tf.clone(mean)), tf.keep(tf.clone(variance)));
      });
      const y = observe(...inputs);
      const moments = kept.map((moment) => tf.clone(moment));
      tf.dispose(kept);
      return [y, ...moments, ...tf.grads(apply(() => undefined))([...inputs], noise(shape, 4))];
    });
  });

  test('AdamW', async () => {
    const counts = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      clipNorm: fc.constantFrom(0.5, 1e3),
      size: fc.integer({ min: 1, max: 6000 }),
    });
    await check(counts, 6, ({ count, clipNorm, size }) => {
      const variables = (seed: number, lift: number) =>
        Array.from({ length: count }, (_, i) =>
          tf.variable(tf.add(noise([1 + ((size * (i + 1)) % 6000)], seed + i), lift), false),
        );
      // Averages of squares are above 0.
      const [weights, ms, vs] = [variables(0, 0), variables(100, 0), variables(200, 1.1)];
      const moves = weights.map((weight, i) => ({
        ...{ weight, m: ms[i]!, v: vs[i]!, decay: i % 2 === 0 ? 1 : 0.99 },
        gradient: noise(weight.shape, 300 + i),
      }));
      const step = { beta1: 0.9, beta2: 0.99, deviationFactor: 1.5, epsilon: 1e-8, rate: 0.1 };
      stepAdamW(moves, { ...step, clipNorm });
      const all = [...weights, ...ms, ...vs];
      const results = all.map((variable) => tf.clone(variable));
      tf.dispose(all);
      return results;
    });
  });

  test('sums of more tensors than a device has bindings', async () => {
    const counts = fc.integer({ min: 1, max: 40 });
    await check(counts, 8, (count) => [
      tf.addN(Array.from({ length: count }, (_, i) => noise<tf.Rank.R2>([40, 30], i))),
    ]);
  });
});

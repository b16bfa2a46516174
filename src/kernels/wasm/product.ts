/** Products of matrices `[..., m, k]` and `[..., k, n]`, either of them transposed, with a bias and relu where they are fused. */
import * as tf from '@tensorflow/tfjs';
import { packed } from './convolution.ts';
import { sweep } from './sweep.ts';
import { jobs, type Workshop } from './workshop.ts';

type ProductAttrs = tf.BatchMatMulAttrs & Partial<Pick<tf._FusedMatMulAttrs, 'activation'>>;

/** Rows of a transposed left factor that a task works on. */
const rowsPerTask = 24;

/** Kernels `BatchMatMul` and `_FusedMatMul`. Null where the library's has to do it. */
export function multiply(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  { transposeA, transposeB, activation = 'linear' }: ProductAttrs,
): tf.TensorInfo | null {
  const { a, b, bias, preluActivationWeights } = inputs as Record<'a' | 'b', tf.TensorInfo> &
    Partial<Record<'bias' | 'preluActivationWeights', tf.TensorInfo>>;
  if (preluActivationWeights !== undefined || !['linear', 'relu'].includes(activation)) return null;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return null;
  const [m, k] = lastTwo(a.shape, transposeA);
  const [, n] = lastTwo(b.shape, transposeB);
  if (bias !== undefined && tf.util.sizeFromShape(bias.shape) !== n) return null;
  if (transposeA && (bias !== undefined || activation === 'relu')) {
    // No layer has one: it may cost a copy.
    const swapped = swapAxes(a);
    const result = multiply(
      workshop,
      { ...inputs, a: swapped },
      { transposeA: false, transposeB, activation },
    );
    swapped.dispose();
    return result;
  }
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const output = workshop.output([...outer, m, n]);
  const matrices = { a: matrixAddresses(a, outer), b: matrixAddresses(b, outer) };
  const [from, right, to] = [a, b, output].map((tensor) => workshop.address(tensor)) as [
    number,
    number,
    number,
  ];
  if (k === 0) workshop.floats(to, tf.util.sizeFromShape(output.shape)).fill(0);
  for (let i = 0; i < tf.util.sizeFromShape(outer) && k > 0; i++) {
    const step = transposeB ? { stepRow: 1, stepColumn: k } : { stepRow: n, stepColumn: 1 };
    const factor = packed(workshop, k, n, [{ from: right + matrices.b(i), rows: k, ...step }]);
    const work = { left: from + matrices.a(i), right: right + matrices.b(i), to: to + i * m * n * 4 };
    if (transposeA) {
      transposedProduct(workshop, { ...work, m, k, n, packs: transposeB || n % 8 !== 0, factor });
      continue;
    }
    sweep(workshop, {
      // Rows as images of one pixel.
      images: {
        ...{ address: work.left, count: m, height: 1, width: 1, channels: k },
        ...{ padTop: 0, padLeft: 0, paddedHeight: 1, paddedWidth: 1 },
      },
      ...{ filterHeight: 1, filterWidth: 1, columns: n, panels: factor },
      ...{ first: [0, 0], strides: [1, 1], pixels: [1, 1] },
      result: { address: work.to, imageLength: n, first: 0, rowLength: 0, pixelLength: 0 },
      bias: bias === undefined ? null : workshop.address(bias),
      relu: activation === 'relu',
    });
  }
  return output;
}

interface TransposedWork {
  readonly left: number;
  readonly right: number;
  readonly to: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Whether the right factor has to be packed: where it is transposed, or its rows are no whole vectors. */
  readonly packs: boolean;
  readonly factor: ReturnType<typeof packed>;
}

function transposedProduct(workshop: Workshop, work: TransposedWork): void {
  const { left, right, to, m, k, n, packs, factor } = work;
  const [sums, panels] = workshop.reserve(workshop.threads * 192, packs ? factor.bytes : 0) as [
    number,
    number,
  ];
  if (packs) factor.pack(panels);
  const words: number[] = [
    left,
    0,
    0,
    0,
    m,
    0,
    0,
    0,
    0,
    sums,
    0,
    0,
    k,
    0,
    packs ? panels : right,
    n,
    to,
    0,
  ];
  workshop.run(jobs.transposedProduct, Math.ceil(m / rowsPerTask), [
    ...words,
    rowsPerTask,
    0,
    packs ? 32 : n * 4,
    packs ? k * 32 : 32,
  ]);
}

function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

/** Swaps the last two axes. */
function swapAxes(matrices: tf.TensorInfo): tf.Tensor {
  const axes = matrices.shape.map((_, axis) => axis);
  // The engine hands kernels its own tensors.
  return tf.transpose(matrices as unknown as tf.Tensor, [
    ...axes.slice(0, -2),
    axes.length - 1,
    axes.length - 2,
  ]);
}

/** Where matrix number i of the broadcast outer shape lies, in bytes from the tensor's start. */
function matrixAddresses({ shape }: tf.TensorInfo, outer: readonly number[]): (index: number) => number {
  const own = shape.slice(0, -2);
  const bytes = shape.at(-1)! * shape.at(-2)! * 4;
  if (tf.util.arraysEqual(own, [...outer])) return (index) => index * bytes;
  const strides = tf.util.computeStrides([...outer, 1]);
  const ownStrides = tf.util.computeStrides([...own, 1]);
  const missing = outer.length - own.length;
  return (index) => {
    let at = 0;
    outer.forEach((size, axis) => {
      const place = Math.floor(index / (strides[axis] ?? 1)) % size;
      if (axis >= missing && own[axis - missing] !== 1) at += place * (ownStrides[axis - missing] ?? 1);
    });
    return at * bytes;
  };
}

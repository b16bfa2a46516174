/** Products of matrices, also of transposed ones, as contractions. */
import * as tf from '@tensorflow/tfjs';
import type { GpuBackend } from './backend.ts';
import { contract } from './contract.ts';
import type { Contraction } from './contraction.ts';
import { transposed } from './convolution.ts';
import { readsDirectly } from './plan.ts';

/** The depth is split at multiples of this. */
const turnDepth = 64;

export interface ProductShape {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Whether each matrix of a batch has a left one, or a right one, of its own. */
  readonly ownLeft: boolean;
  readonly ownRight: boolean;
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** Kernels `BatchMatMul` and `_FusedMatMul`. @param shipped does what these leave out */
export function matrixProduct(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { a, b, bias } = args.inputs as Record<'a' | 'b', tf.TensorInfo> & { bias?: tf.TensorInfo };
    const attributes = args.attrs as unknown as tf._FusedMatMulAttrs;
    const activation = (attributes.activation as string | undefined) ?? 'linear';
    const shape = describe(a.shape, b.shape, attributes);
    const fuses =
      (activation === 'linear' || activation === 'relu') &&
      args.inputs['preluActivationWeights'] === undefined &&
      (bias === undefined || tf.util.sizeFromShape(bias.shape) === shape?.columns);
    if (shape === null || !fuses || a.dtype !== 'float32' || b.dtype !== 'float32') return shipped(args);
    const backend = args.backend as GpuBackend;
    const isTurned = shape.transposeRight && readsDirectly(backend.device);
    const matrices = shape.ownRight ? shape.batch : 1;
    const right = isTurned ? transposed(backend, b, matrices, shape.columns, shape.depth) : b;
    const outputShape = [...(shape.ownLeft ? a : b).shape.slice(0, -2), shape.rows, shape.columns];
    const contraction = ofMatrices(
      { ...shape, transposeRight: shape.transposeRight && !isTurned },
      outputShape,
    );
    const product = contract(backend, contraction, a, right, bias ?? null, activation === 'relu');
    if (isTurned) backend.disposeData(right.dataId);
    return product;
  };
}

/** Null where matrices repeat in another way than one for all. */
function describe(
  a: readonly number[],
  b: readonly number[],
  { transposeA, transposeB }: Pick<tf.BatchMatMulAttrs, 'transposeA' | 'transposeB'>,
): ProductShape | null {
  const ofA = a.slice(0, -2);
  const ofB = b.slice(0, -2);
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const batch = Math.max(count(ofA), count(ofB));
  const ownLeft = count(ofA) === batch;
  const ownRight = count(ofB) === batch;
  const isPlain =
    (ownLeft || count(ofA) === 1) &&
    (ownRight || count(ofB) === 1) &&
    a.length === b.length &&
    (!(ownLeft && ownRight) || tf.util.arraysEqual([...ofA], [...ofB]));
  if (!isPlain || count(a) === 0 || count(b) === 0) return null;
  return {
    batch,
    rows: a.at(transposeA ? -1 : -2)!,
    columns: b.at(transposeB ? -2 : -1)!,
    depth: a.at(transposeA ? -2 : -1)!,
    ownLeft,
    ownRight,
    transposeLeft: transposeA,
    transposeRight: transposeB,
  };
}

function ofMatrices(
  { batch, rows, columns, depth, ownLeft, ownRight, transposeLeft, transposeRight }: ProductShape,
  outputShape: number[],
): Contraction {
  const left = transposeLeft ? rows : 1;
  const right = transposeRight ? 1 : columns;
  const innerSize = Math.min(depth, turnDepth);
  const turns = Math.ceil(depth / innerSize);
  const one = { size: 1, left: 0, right: 0, out: 0, y: 0, x: 0 };
  return {
    name: 'matrix product',
    rows: [one, one, { size: rows, left: transposeLeft ? 1 : depth, out: columns, y: 0, x: 0 }],
    columns: { size: columns, right: transposeRight ? depth : 1 },
    outer: [one, { size: turns, left: innerSize * left, right: innerSize * right, y: 0, x: 0 }],
    inner: {
      size: depth % innerSize === 0 ? innerSize : `min(${innerSize}, ${depth} - o1 * ${innerSize})`,
      left,
      right,
      y: 0,
      x: 0,
    },
    turns,
    innerSize,
    parts: batch,
    prelude: '',
    start: {
      left: ownLeft ? `part * ${rows * depth}` : 0,
      right: ownRight ? `part * ${depth * columns}` : 0,
      out: `part * ${rows * columns}`,
      y: 0,
      x: 0,
    },
    grid: null,
    absent: null,
    outputShape,
  };
}

/** Sums down the columns of matrices: the gradients of biases, averages of images, and batch normalisation. */
import * as tf from '@tensorflow/tfjs';
import { bitsOf, jobs, type Workshop } from './workshop.ts';

/** As `columns.part.as` counts them. */
const operations = { sum: 0, moments: 1, correlations: 2, normalise: 3, normaliseBack: 4 } as const;

/** What a pass over columns reads and writes, by address; numbers a column are those of batch normalisation. */
export interface ColumnPass {
  readonly operation: keyof typeof operations;
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
  readonly numbers: number;
  readonly others?: number;
  readonly result: number;
  readonly means?: number;
  readonly factors?: number;
  readonly otherFactors?: number;
  readonly offsets?: number;
  /** Of gradients through a rectifier: the offsets forwards. */
  readonly shifts?: number;
  /** The least number that comes out of `normalise`. */
  readonly least?: number;
}

/** Of a block: few sums for many numbers. In blocks of this size sums are made, however many threads there are. */
const blockNumbers = 1 << 14;
const fewestRows = 64;

/** Rows of a block. */
export function rowsOfBlock(columns: number): number {
  return Math.max(fewestRows, Math.floor(blockNumbers / columns));
}

export function passOverColumns(workshop: Workshop, pass: ColumnPass): void {
  const blockRows = rowsOfBlock(pass.columns);
  const blocks = Math.ceil(pass.rows / blockRows);
  workshop.run(jobs.columnwise, pass.matrices * blocks, [
    operations[pass.operation],
    pass.numbers,
    pass.others ?? 0,
    pass.result,
    pass.rows,
    pass.columns,
    blockRows,
    blocks,
    pass.means ?? 0,
    pass.factors ?? 0,
    pass.otherFactors ?? 0,
    pass.offsets ?? 0,
    pass.shifts ?? 0,
    bitsOf(pass.least ?? -Infinity),
  ]);
}

interface ReductionAttrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

function reduce(
  averages: boolean,
  workshop: Workshop,
  { x }: tf.NamedTensorInfoMap,
  { axis, keepDims }: ReductionAttrs,
): tf.TensorInfo | null {
  const { shape, dtype } = x!;
  const axes = tf.util.parseAxisParam(axis, shape).sort((a, b) => a - b);
  const [first, last] = [axes[0], axes.at(-1)];
  if (dtype !== 'float32' || first === undefined || last === undefined) return null;
  const columns = tf.util.sizeFromShape(shape.slice(last + 1));
  // Axes with others between them, and sums of rows.
  if (last - first !== axes.length - 1 || columns === 1) return null;
  const matrices = tf.util.sizeFromShape(shape.slice(0, first));
  const rows = tf.util.sizeFromShape(shape.slice(first, last + 1));
  if (matrices * rows * columns === 0) return null;
  const reduced = keepDims ? axes.map(() => 1) : [];
  const output = workshop.output([...shape.slice(0, first), ...reduced, ...shape.slice(last + 1)]);
  const blocks = Math.ceil(rows / rowsOfBlock(columns));
  const to = workshop.address(output);
  const [partial] = workshop.reserve(blocks === 1 ? 0 : matrices * blocks * columns * 4) as [number];
  const result = blocks === 1 ? to : partial;
  const numbers = workshop.address(x!);
  passOverColumns(workshop, { operation: 'sum', matrices, rows, columns, numbers, result });
  const sums = workshop.floats(to, matrices * columns);
  if (blocks > 1) {
    for (let matrix = 0; matrix < matrices; matrix++) {
      const from = partial + matrix * blocks * columns * 4;
      sums.set(addBlocks(workshop.floats(from, blocks * columns), columns), matrix * columns);
    }
  }
  if (averages) for (let i = 0; i < sums.length; i++) sums[i]! /= rows;
  return output;
}

/** Kernel `Sum` over axes next to each other that are not the last. Null where the library has to do it. */
export const sum = reduce.bind(null, false);
/** Kernel `Mean`, of the same axes. */
export const mean = reduce.bind(null, true);

/** Adds up rows of `columns` numbers. */
export function addBlocks(partial: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < partial.length;) {
    for (let column = 0; column < columns; column++) sums[column]! += partial[i++]!;
  }
  return sums;
}

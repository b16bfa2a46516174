/**
 * Convolutions, their gradients and products of matrices are one and the same here: sums over products of two operands
 * whose addresses are affine in rows, columns and depth. One thread computes a block of rows x columns in registers;
 * where that would leave a GPU idle, the depth is split and the parts are added up in a second, deterministic pass.
 */
/** A number, or WGSL for one that the prelude defines. */
export type Term = number | string;

/** A step along an axis moves this far in the operands' arrays, and on the grid of the left one. */
export interface DepthAxis {
  readonly size: Term;
  readonly left: Term;
  readonly right: Term;
  readonly y: number;
  readonly x: number;
}

export interface RowAxis {
  readonly size: number;
  readonly left: number;
  readonly out: number;
  readonly y: number;
  readonly x: number;
}

export interface Contraction {
  readonly name: string;
  readonly rows: readonly [RowAxis, RowAxis, RowAxis];
  readonly columns: { readonly size: number; readonly right: number };
  /** Each pair of the outer axes is one turn; turns are what the depth is split by. */
  readonly outer: readonly [DepthAxis, DepthAxis];
  readonly inner: DepthAxis;
  /** Most turns, and the largest size of the inner axis: those are expressions where they differ by part. */
  readonly turns: number;
  readonly innerSize: number;
  /** Independent pieces of work of the same shape, told apart by `part` in the prelude and in the terms. */
  readonly parts: number;
  readonly prelude: string;
  readonly start: {
    readonly left: Term;
    readonly right: Term;
    readonly out: Term;
    readonly y: Term;
    readonly x: Term;
  };
  /** The left operand is 0 where the grid is left: at y or x outside 0 to these. Null where that cannot happen. */
  readonly grid: { readonly height: number; readonly width: number } | null;
  /** WGSL: whether the row at `r0`, `r1`, `r2` doesn't exist in this part. Null where all do. */
  readonly absent: string | null;
  readonly outputShape: number[];
}

/** What is done to each sum: `bias[column]` is added, and negative ones become 0. */
export interface Epilogue {
  readonly bias: boolean;
  readonly relu: boolean;
}

export function rowCount({ rows }: Contraction): number {
  return rows.reduce((count, { size }) => count * size, 1);
}

export function outputSize({ outputShape }: Contraction): number {
  return outputShape.reduce((count, size) => count * size, 1);
}

/**
 * Which axis of a volume runs along which direction of the patient, and how a slice is turned to be shown. Directions are NIfTI's: towards
 * the patient's right, front (anterior) and top (superior).
 */
import type { Plane } from '../../domain/index.ts';
import type { Axis } from '../read-runs.ts';

type Row = readonly [number, number, number];
/** `[right, anterior, superior]` by voxel axis. */
export type Matrix = readonly [Row, Row, Row];

/** An axis of the volume; `rises` where its index rises in the direction that it stands for. */
export interface Direction {
  readonly axis: Axis;
  readonly rises: boolean;
}

/** The volume's axes along right, anterior and superior. */
export type Orientation = readonly [Direction, Direction, Direction];

const all = [0, 1, 2] as const;

/** As stored from left to right, back to front and bottom to top. */
const plain: Orientation = [
  { axis: 0, rises: true },
  { axis: 1, rises: true },
  { axis: 2, rises: true },
];

/**
 * The closest right-angled orientation: the rotation next to the axes (their polar factor), of which each voxel axis in turn takes the
 * direction that it follows most. As nibabel's `io_orientation`, and so `as_closest_canonical`. Axes that do not span space
 * say nothing, and the volume is taken as stored.
 */
export function orientationOf(axes: Matrix): Orientation {
  const rotation = polarFactor(axes);
  if (rotation === null) return plain;
  const found: (Direction | null)[] = [null, null, null];
  for (const axis of all) {
    let best: Axis | null = null;
    for (const direction of all)
      if (
        found[direction] === null &&
        (best === null || Math.abs(rotation[direction][axis]) > Math.abs(rotation[best][axis]))
      )
        best = direction;
    found[best!] = { axis, rises: rotation[best!][axis] > 0 };
  }
  return found as unknown as Orientation;
}

/** The orthogonal matrix next to one whose columns are brought to length 1, by Newton's iteration; null where there is none. */
function polarFactor(axes: Matrix): Matrix | null {
  const lengths = all.map((axis) => Math.hypot(axes[0][axis], axes[1][axis], axes[2][axis]) || 1);
  let matrix = mapped(axes, (value, _, axis) => value / lengths[axis]!);
  for (let step = 0; step < 50; step++) {
    const turned = inverseTransposed(matrix);
    if (turned === null) return null;
    const next = mapped(matrix, (value, row, axis) => (value + turned[row][axis]) / 2);
    const change = Math.max(
      ...all.map((r) => Math.max(...all.map((c) => Math.abs(next[r][c] - matrix[r][c])))),
    );
    matrix = next;
    if (change < 1e-14) break;
  }
  return matrix;
}

function mapped(matrix: Matrix, change: (value: number, row: Axis, axis: Axis) => number): Matrix {
  const row = (r: Axis): Row => [
    change(matrix[r][0], r, 0),
    change(matrix[r][1], r, 1),
    change(matrix[r][2], r, 2),
  ];
  return [row(0), row(1), row(2)];
}

/** Cofactors over the determinant. */
function inverseTransposed(m: Matrix): Matrix | null {
  const cross = ([a, b, c]: Row, [d, e, f]: Row): Row => [b * f - c * e, c * d - a * f, a * e - b * d];
  const cofactors: Matrix = [cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])];
  const determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
  // Columns have length 1, so this is the volume of what they span.
  if (!(Math.abs(determinant) > 1e-9)) return null;
  return mapped(cofactors, (value) => value / determinant);
}

/** How the slices of a plane lie in the volume. A picture's rows run along `down`, its columns along `across`. */
export interface SliceView {
  readonly through: Direction;
  /** `rises`: whether the index along the axis rises from the top to the bottom of the picture. */
  readonly down: Direction;
  /** `rises`: whether the index along the axis rises from the left to the right of the picture. */
  readonly across: Direction;
}

const [right, anterior, superior] = all;
const directions: Readonly<Record<Plane, readonly [through: Axis, down: Axis, across: Axis]>> = {
  axial: [superior, anterior, right],
  coronal: [anterior, superior, right],
  sagittal: [right, superior, anterior],
};

/**
 * Radiological display: front or top of the patient at the top of the picture, the patient's right on its left; sagittal slices have the front on
 * the left. Slices come from bottom to top (axial), from back to front (coronal), from left to right (sagittal). Without a plane
 * they come along the volume's third axis in the file's order, each turned as in the plane next to it.
 */
export function sliceView(orientation: Orientation, plane: Plane | null): SliceView {
  const [through, down, across] =
    plane === null
      ? Object.values(directions).find(([direction]) => orientation[direction].axis === 2)!
      : directions[plane];
  const opposite = ({ axis, rises }: Direction) => ({ axis, rises: !rises });
  return {
    through: plane === null ? { axis: 2, rises: true } : orientation[through],
    down: opposite(orientation[down]),
    across: opposite(orientation[across]),
  };
}

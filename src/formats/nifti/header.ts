/**
 * The header of NIfTI-1 (nifti1.h, 348 bytes) and NIfTI-2 (nifti2.h, 540 bytes) in either byte order: what is needed to find, scale and
 * turn the voxels. Leaves out units, time, intents and extensions.
 */
import type { Matrix } from './orientation.ts';

export interface NiftiHeader {
  readonly littleEndian: boolean;
  /** Whether the voxels are in a file of their own, the .img of a pair. */
  readonly isPair: boolean;
  /** 1 to 7 sizes, the first varying fastest. */
  readonly sizes: readonly number[];
  /** `NIFTI_TYPE_...` */
  readonly dataType: number;
  /** Where the voxels begin. */
  readonly start: number;
  /** Value = stored * slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Values shown as black and white, or null. */
  readonly calibrated: readonly [black: number, white: number] | null;
  /** From voxel indices to mm towards the patient's right, front and top, without the shift. */
  readonly axes: Matrix;
}

export const longestHeader = 540;

/** Where the fields lie, and how many bytes the two widths of number have. */
interface Layout {
  readonly length: number;
  readonly magic: number;
  readonly dataType: number;
  readonly sizes: number;
  readonly spacing: number;
  readonly start: number;
  readonly scale: number;
  readonly calibrated: number;
  readonly codes: number;
  readonly quaternion: number;
  readonly rows: number;
}

const layouts: Readonly<Record<1 | 2, Layout>> = {
  1: {
    length: 348,
    magic: 344,
    dataType: 70,
    sizes: 40,
    spacing: 76,
    start: 108,
    scale: 112,
    calibrated: 124,
    codes: 252,
    quaternion: 256,
    rows: 280,
  },
  2: {
    length: 540,
    magic: 4,
    dataType: 12,
    sizes: 16,
    spacing: 104,
    start: 168,
    scale: 176,
    calibrated: 192,
    codes: 344,
    quaternion: 352,
    rows: 400,
  },
};

/** What can't be read: `unsupported` is a correct file, `damaged` a wrong one. Null where the bytes are too few. */
export type HeaderFault = { readonly unsupported: string } | { readonly damaged: string };

export function readHeader(bytes: Uint8Array): NiftiHeader | HeaderFault | null {
  if (bytes.length < 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = view.getInt32(0, true) === 348 || view.getInt32(0, true) === 540;
  const version = view.getInt32(0, littleEndian) === 540 ? 2 : 1;
  const layout = layouts[version];
  if (bytes.length < layout.length) return null;
  const magic = String.fromCharCode(...bytes.subarray(layout.magic, layout.magic + 3));
  const isPair = magic === `ni${version}`;
  if (!isPair && magic !== `n+${version}`) return { unsupported: 'header of an Analyze .hdr/.img pair' };

  const wide = version === 2;
  const real = (at: number, i = 0) =>
    wide ? view.getFloat64(at + 8 * i, littleEndian) : view.getFloat32(at + 4 * i, littleEndian);
  const size = (i: number) =>
    wide
      ? Number(view.getBigInt64(layout.sizes + 8 * i, littleEndian))
      : view.getInt16(layout.sizes + 2 * i, littleEndian);
  const code = (i: number) =>
    wide
      ? view.getInt32(layout.codes + 4 * i, littleEndian)
      : view.getInt16(layout.codes + 2 * i, littleEndian);

  const axesCount = size(0);
  if (axesCount < 1 || axesCount > 7) return { damaged: `${axesCount} axes` };
  const sizes = Array.from({ length: axesCount }, (_, axis) => size(axis + 1));
  if (sizes.some((length) => length < 1)) return { damaged: `size ${sizes.join(' x ')}` };
  const given = wide ? Number(view.getBigInt64(layout.start, littleEndian)) : real(layout.start);
  // The extension flag takes four bytes behind the header; 0 stands for the first byte after it.
  const start = given === 0 && !isPair ? layout.length + 4 : given;
  if (!Number.isSafeInteger(start) || start < (isPair ? 0 : layout.length))
    return { damaged: `voxels at ${given}` };
  const slope = real(layout.scale);
  const intercept = real(layout.scale, 1);
  const isScaled = slope !== 0 && Number.isFinite(slope);
  if (isScaled && !Number.isFinite(intercept)) return { damaged: `intercept ${intercept}` };
  const [white, black] = [real(layout.calibrated), real(layout.calibrated, 1)];
  return {
    littleEndian,
    isPair,
    sizes,
    dataType: view.getInt16(layout.dataType, littleEndian),
    start,
    slope: isScaled ? slope : 1,
    intercept: isScaled ? intercept : 0,
    calibrated: Number.isFinite(white - black) && white > black ? [black, white] : null,
    axes: readAxes(layout, code, real),
  };
}

/** From sform, else from qform, else from the spacing alone, which (as in Analyze) runs from right to left: what nibabel does. */
function readAxes(
  { spacing, quaternion, rows }: Layout,
  code: (i: number) => number,
  real: (at: number, i?: number) => number,
): Matrix {
  if (code(1) > 0) {
    const row = (r: number) =>
      [real(rows, 4 * r), real(rows, 4 * r + 1), real(rows, 4 * r + 2)] as const;
    return [row(0), row(1), row(2)];
  }
  const mm = (i: number) => Math.abs(real(spacing, i)) || 1;
  const [x, y, z] = [mm(1), mm(2), mm(3)];
  if (code(0) <= 0)
    return [
      [-x, 0, 0],
      [0, y, 0],
      [0, 0, z],
    ];
  const [b, c, d] = [real(quaternion), real(quaternion, 1), real(quaternion, 2)];
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  // The first spacing is the handedness.
  const depth = real(spacing) < 0 ? -z : z;
  return [
    [x * (a * a + b * b - c * c - d * d), y * 2 * (b * c - a * d), depth * 2 * (b * d + a * c)],
    [x * 2 * (b * c + a * d), y * (a * a + c * c - b * b - d * d), depth * 2 * (c * d - a * b)],
    [x * 2 * (b * d - a * c), y * 2 * (c * d + a * b), depth * (a * a + d * d - b * b - c * c)],
  ];
}

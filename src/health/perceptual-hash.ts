/**
 * Near neighbours among many pictures without comparing all with all. The perceptual hash of a picture is its 24 lowest
 * frequencies (discrete cosine transform, as in pHash) after brightness and contrast were taken out. The transform
 * keeps distances: pictures closer than `d` have every frequency closer than `d`, so hashes are filed in a grid and only
 * cells within `d` are looked into. No pair is missed by that, and 50,000 radiographs need seconds.
 */
import { area, distance, side, type Thumbnails } from './thumbnails.ts';

const lowest = 5;
/** Without the constant one, which is 0. */
const frequencies = lowest * lowest - 1;

/** `[pictures, frequencies]`, in units of `distance`. */
export function perceptualHashes({ grey, mean, deviation }: Thumbnails, pictures: number): Float32Array {
  const basis = cosines();
  const hashes = new Float32Array(pictures * frequencies);
  const across = new Float64Array(side * lowest);
  for (let picture = 0; picture < pictures; picture++) {
    // A blank picture has no pattern; it is left at 0 and nobody looks for its neighbours.
    if (deviation[picture] === 0) continue;
    for (let y = 0; y < side; y++) {
      const line = picture * area + y * side;
      for (let u = 0; u < lowest; u++) {
        let sum = 0;
        for (let x = 0; x < side; x++) sum += (grey[line + x]! - mean[picture]!) * basis[u * side + x]!;
        across[y * lowest + u] = sum;
      }
    }
    const scale = 1 / (side * deviation[picture]!);
    for (let v = 0; v < lowest; v++) {
      for (let u = 0; u < lowest; u++) {
        if (u + v === 0) continue;
        let sum = 0;
        for (let y = 0; y < side; y++) sum += across[y * lowest + u]! * basis[v * side + y]!;
        hashes[picture * frequencies + v * lowest + u - 1] = sum * scale;
      }
    }
  }
  return hashes;
}

/** `[frequency, position]`, orthonormal. */
function cosines(): Float64Array {
  const basis = new Float64Array(lowest * side);
  for (let u = 0; u < lowest; u++)
    for (let x = 0; x < side; x++)
      basis[u * side + x] =
        Math.sqrt((u === 0 ? 1 : 2) / side) * Math.cos((Math.PI * (x + 0.5) * u) / side);
  return basis;
}

/** Frequencies that make the grid; the one that varies most sorts the pictures within a cell. */
const gridAxes = 6;
/** Values of a frequency are at most 1, so a finer grid has at most this many cells a side. */
const cellsASide = 32;
/** Pictures of one cell that are compared at most, the nearest in the sorted frequency: keeps a crowd from being quadratic. */
const mostCompared = 400;

/**
 * Pairs of pictures that are not farther apart than `threshold`.
 * @param candidates indices of pictures, none of them blank
 * @yields how many candidates are done
 */
export function* nearPairs(
  thumbnails: Thumbnails,
  hashes: Float32Array,
  candidates: readonly number[],
  threshold: number,
): Generator<number, [number, number][], void> {
  const [sorting, ...grid] = mostVarying(hashes, candidates).slice(0, gridAxes + 1);
  if (sorting === undefined) return [];
  const value = (picture: number, axis: number) => hashes[picture * frequencies + axis]!;
  const order = [...candidates].sort((a, b) => value(a, sorting) - value(b, sorting));
  const cell = Math.max(4 * threshold, 2 / (cellsASide - 2));
  const cells = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  let done = 0;
  for (const picture of order) {
    for (const key of keysWithin(grid, (axis) => value(picture, axis), cell, threshold)) {
      const others = cells.get(key);
      if (others === undefined) continue;
      const last = Math.max(0, others.length - mostCompared);
      for (let i = others.length - 1; i >= last; i--) {
        const other = others[i]!;
        if (value(picture, sorting) - value(other, sorting) > threshold) break;
        if (
          isNear(hashes, picture, other, threshold) &&
          distance(thumbnails, picture, other) <= threshold
        )
          pairs.push([other, picture]);
      }
    }
    const own = keyOf(grid.map((axis) => Math.floor(value(picture, axis) / cell)));
    const mates = cells.get(own);
    if (mates === undefined) cells.set(own, [picture]);
    else mates.push(picture);
    if (++done % 1024 === 0) yield done;
  }
  return pairs;
}

function mostVarying(hashes: Float32Array, candidates: readonly number[]): number[] {
  const variance = Array.from({ length: frequencies }, (_, axis) => {
    let sum = 0;
    let squares = 0;
    for (const picture of candidates) {
      const value = hashes[picture * frequencies + axis]!;
      sum += value;
      squares += value * value;
    }
    return squares / candidates.length - (sum / candidates.length) ** 2;
  });
  return [...variance.keys()].sort((a, b) => variance[b]! - variance[a]!);
}

/** Keys of the cells in which a hash within `threshold` can be: one or two along each axis. */
function keysWithin(
  axes: readonly number[],
  value: (axis: number) => number,
  cell: number,
  threshold: number,
): number[] {
  let keys = [0];
  for (const axis of axes) {
    const from = Math.floor((value(axis) - threshold) / cell);
    const to = Math.floor((value(axis) + threshold) / cell);
    const longer: number[] = [];
    for (const key of keys) for (let at = from; at <= to; at++) longer.push(appended(key, at));
    keys = longer;
  }
  return keys;
}

const keyOf = (cellOf: readonly number[]) => cellOf.reduce(appended, 0);

function appended(key: number, at: number): number {
  return key * cellsASide + at + cellsASide / 2;
}

function isNear(hashes: Float32Array, a: number, b: number, threshold: number): boolean {
  const most = threshold * threshold;
  let sum = 0;
  for (let i = a * frequencies, k = b * frequencies, end = i + frequencies; i < end; i++, k++) {
    sum += (hashes[i]! - hashes[k]!) ** 2;
    if (sum > most) return false;
  }
  return true;
}

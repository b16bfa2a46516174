/**
 * Images that are there more than once. Exactly: the tensors are equal to the byte, which they are where files are (and where
 * files only differ in how the same pixels are packed). Nearly: the same picture saved, scaled or windowed anew.
 */
import { seededRandom, shuffled } from '../domain/index.ts';
import { nearPairs, perceptualHashes } from './perceptual-hash.ts';
import { distance, type Thumbnails } from './thumbnails.ts';

export interface Duplicates {
  /** Groups of pictures (indices of `Thumbnails`), each with two or more, in ascending order. */
  readonly exact: readonly (readonly number[])[];
  /** The same; of pictures that are exactly equal only the first is in a group. */
  readonly near: readonly (readonly number[])[];
}

/** Less deviation than this, in grey levels, is no picture. */
const blankDeviation = 1.5;

export function isBlank({ deviation }: Thumbnails, picture: number): boolean {
  return deviation[picture]! < blankDeviation;
}

/** @yields the share that is done, 0 to 1 */
export function* findDuplicates(thumbnails: Thumbnails): Generator<number, Duplicates, void> {
  const pictures = [...thumbnails.rows.keys()].filter((picture) => !isBlank(thumbnails, picture));
  const byHash = new Map<number, number[]>();
  for (const picture of pictures) {
    // 53 of the 64 bits fit into a number exactly; two tensors of a million share them by chance once in ten thousand datasets.
    const key = thumbnails.hashes[2 * picture]! * 2 ** 21 + (thumbnails.hashes[2 * picture + 1]! >>> 11);
    const group = byHash.get(key);
    if (group === undefined) byHash.set(key, [picture]);
    else group.push(picture);
  }
  const groups = [...byHash.values()];
  yield 0;
  const firsts = groups.map((group) => group[0]!);
  const hashes = perceptualHashes(thumbnails, thumbnails.rows.length);
  yield 0.1;
  const threshold = nearThreshold(thumbnails, firsts);
  yield 0.2;
  const pairs = yield* shareOf(nearPairs(thumbnails, hashes, firsts, threshold), firsts.length);
  return { exact: groups.filter((group) => group.length > 1), near: joined(pairs) };
}

function* shareOf<T>(steps: Generator<number, T, void>, total: number): Generator<number, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield 0.2 + (0.8 * step.value) / total;
  }
}

/** The same radiograph saved as JPEG of low quality, or scaled first, is closer than this; two of one patient hardly ever. */
const nearest = 0.1;
/** Among pictures that all look alike, a copy has to be this much closer than neighbours usually are. */
const closerThanUsual = 0.35;
/** Saving as JPEG moves a picture about this far, so that asking for less would only find exact copies. */
const least = 0.01;
const asked = 256;
const comparedWith = 1024;
/** The neighbour whose distance counts as usual: up to two copies of each picture don't change it. */
const usualNeighbour = 2;

function nearThreshold(thumbnails: Thumbnails, pictures: readonly number[]): number {
  const drawn = shuffled(pictures, seededRandom(0, 'near duplicates')).slice(0, comparedWith);
  if (drawn.length <= usualNeighbour + 1) return nearest / 2;
  const usual = drawn.slice(0, asked).map((picture) => {
    const distances = Float64Array.from(
      drawn.filter((other) => other !== picture),
      (other) => distance(thumbnails, picture, other),
    ).sort();
    return distances[usualNeighbour]!;
  });
  usual.sort((a, b) => a - b);
  return Math.max(least, Math.min(nearest, closerThanUsual * usual[usual.length >> 1]!));
}

/** Pairs that share a picture become one group. */
function joined(pairs: readonly (readonly [number, number])[]): number[][] {
  const parents = new Map<number, number>();
  const root = (picture: number): number => {
    let at = picture;
    for (let up = parents.get(at); up !== undefined && up !== at; up = parents.get(at)) at = up;
    parents.set(picture, at);
    return at;
  };
  for (const [a, b] of pairs) {
    const [low, high] = [root(a), root(b)].sort((x, y) => x - y) as [number, number];
    parents.set(low, low);
    parents.set(high, low);
  }
  const groups = new Map<number, number[]>();
  for (const picture of [...parents.keys()].sort((a, b) => a - b)) {
    const first = root(picture);
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [picture]);
    else group.push(picture);
  }
  return [...groups.values()];
}

/** Damages files, reproducibly: the same seeds, seed and index always give the same bytes. */
import { seededRandom } from '../../src/domain/index.ts';
import { resealPng } from './reseal-png.ts';

type Random = () => number;
/** @param seeds whole files of the same kind, to take parts from. */
type Mutator = (bytes: Uint8Array, random: Random, seeds: readonly Uint8Array[]) => Uint8Array;

/** Sizes that no small file can have, and values at the edges of their types. */
const absurd = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  0xffffffn,
  0x7fffffffn,
  0x80000000n,
  0xfffffffen,
  0xffffffffn,
  0x100000000n,
  0x1fffffffffffffn,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
];
const traversals = [
  '../../../etc/passwd',
  '/etc/passwd',
  '..\\..\\x',
  'C:\\x',
  'a/../../b',
  './/..//x',
  '\0x',
];
const digits = ['99999999999', '-1', '0', '1e309', '4294967296', '18446744073709551616', 'NaN'];

const mutators: readonly Mutator[] = [
  function flipBits(bytes, random) {
    for (let flips = 1 + below(random, 16); flips > 0; flips--)
      bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
    return bytes;
  },
  function overwriteRun(bytes, random) {
    const start = place(bytes, random);
    const run = bytes.subarray(start, start + 1 + below(random, 64));
    const kind = below(random, 3);
    for (let i = 0; i < run.length; i++) run[i] = kind === 0 ? 0 : kind === 1 ? 255 : below(random, 256);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  function extend(bytes, random) {
    const kind = below(random, 3);
    const more = kind === 0 ? bytes.slice() : new Uint8Array(1 + below(random, 4096));
    if (kind === 1) for (let i = 0; i < more.length; i++) more[i] = below(random, 256);
    return joined([bytes, more]);
  },
  function spliceHeader(bytes, random, seeds) {
    const other = seeds[below(random, seeds.length)]!;
    const at = place(other, random);
    return joined([other.subarray(0, at), bytes.subarray(Math.min(bytes.length, at))]);
  },
  function insertForeign(bytes, random, seeds) {
    const other = seeds[below(random, seeds.length)]!;
    const from = below(random, other.length);
    const at = place(bytes, random);
    const part = other.subarray(from, from + 1 + below(random, 512));
    return joined([bytes.subarray(0, at), part, bytes.subarray(at)]);
  },
  writeSize,
  writeSize,
  writeSize,
  function swapRanges(bytes, random) {
    const length = 1 + below(random, Math.max(1, bytes.length >> 2));
    const a = below(random, bytes.length);
    const b = below(random, bytes.length);
    const first = bytes.slice(a, a + length);
    bytes.copyWithin(a, b, Math.min(bytes.length, b + length));
    bytes.set(first.subarray(0, bytes.length - b), b);
    return bytes;
  },
  function repeatRange(bytes, random) {
    const from = below(random, bytes.length);
    const part = bytes.subarray(from, from + 1 + below(random, 256));
    const copies = Array.from({ length: 1 + below(random, 40) }, () => part);
    return joined([bytes.subarray(0, from), ...copies, bytes.subarray(from)]);
  },
  function removeRange(bytes, random) {
    const from = place(bytes, random);
    return joined([bytes.subarray(0, from), bytes.subarray(from + 1 + below(random, 256))]);
  },
  (bytes, random) => replaceText(bytes, random, /[\x20-\x7e]{6,}/g, traversals),
  (bytes, random) => replaceText(bytes, random, /\d+/g, digits),
];

/** Input number `index` of a reader; the seeds themselves come first, unharmed. */
export function damaged(
  seeds: readonly Uint8Array[],
  reader: string,
  seed: number,
  index: number,
): Uint8Array {
  if (index < seeds.length) return seeds[index]!.slice();
  const random = seededRandom(seed, 'fuzz', reader, index);
  let bytes = seeds[below(random, seeds.length)]!.slice();
  for (let rounds = 1 + below(random, 3); rounds > 0 && bytes.length > 0; rounds--)
    bytes = mutators[below(random, mutators.length)]!(bytes, random, seeds).slice();
  return random() < 0.7 ? resealPng(bytes) : bytes;
}

/** Writes an absurd number of 1, 2, 4 or 8 bytes, in either order. */
function writeSize(bytes: Uint8Array, random: Random): Uint8Array {
  const width = 2 ** below(random, 4);
  const value = absurd[below(random, absurd.length)]!;
  const at = place(bytes, random);
  const bigEndian = random() < 0.5;
  for (let i = 0; i < width && at + i < bytes.length; i++) {
    const shift = BigInt(8 * (bigEndian ? width - 1 - i : i));
    bytes[at + i] = Number((value >> shift) & 0xffn);
  }
  return bytes;
}

function replaceText(
  bytes: Uint8Array,
  random: Random,
  pattern: RegExp,
  choices: readonly string[],
): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 65536));
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return bytes;
  const { index, 0: found } = matches[below(random, matches.length)]!;
  const choice = new TextEncoder().encode(choices[below(random, choices.length)]);
  // Half the time of the same length, so that what comes after keeps its place.
  const length = random() < 0.5 ? choice.length : found.length;
  const fitting = new Uint8Array(length).fill(0x78);
  fitting.set(choice.subarray(0, length));
  return joined([bytes.subarray(0, index), fitting, bytes.subarray(index + found.length)]);
}

/** Anywhere, but most often near one of the ends, where headers and directories are. */
function place(bytes: Uint8Array, random: Random): number {
  const kind = random();
  const span = Math.min(bytes.length, 512);
  if (kind < 0.5) return below(random, span);
  if (kind < 0.7) return bytes.length - 1 - below(random, span);
  return below(random, bytes.length);
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The one source of chance: every shuffle, split, initial weight and bootstrap draws from a generator named by the
 * recipe's seed and its purpose, so that one of them drawing more often never changes another. Not for secrets.
 */

/**
 * A generator of numbers that are uniform in [0, 1), in steps of 2^-32: sfc32 (Doty-Humphrey, PractRand), seeded by a
 * hash of the seed and the stream's names.
 * @param seed the recipe's, an integer
 * @param stream what the numbers are for, e.g. `('shuffle', epoch)`; other names give an unrelated sequence
 */
export function seededRandom(seed: number, ...stream: readonly (string | number)[]): () => number {
  const key = JSON.stringify([seed, ...stream]);
  let a = hash(key, 0x9e3779b9);
  let b = hash(key, 0x243f6a88);
  let c = hash(key, 0xb7e15162);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // sfc32 needs a few rounds before similar seeds have parted.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** MurmurHash3's mixing over UTF-16 units. */
function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The values in an order drawn from `random` (Fisher-Yates), as a new array. */
export function shuffled<T>(values: Iterable<T>, random: () => number): T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

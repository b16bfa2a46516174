/**
 * Texts as vectors, without a vocabulary: features of the text (words, pairs of words, pieces of words; for Chinese and
 * Japanese single characters and pairs) are hashed into a fixed number of buckets with a sign, so that collisions
 * cancel out on average instead of adding up. It needs no segmenter and no language detection: which script a character
 * belongs to decides how it is read. The same text gives the same vector everywhere.
 */

/** Runs of characters that are written without spaces, or of letters, marks and digits of all other scripts. */
const token =
  /(?<unspaced>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+)|(?<word>(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+)/gu;

/**
 * Encodes each text as a vector of length 1 (of zeros where a text has no letter or digit). A feature that occurs n
 * times counts 1 + ln n.
 * @param buckets length of a vector
 * @returns `[texts, buckets]`
 */
export function encodeText(texts: readonly string[], buckets: number): Float32Array {
  const vectors = new Float32Array(texts.length * buckets);
  texts.forEach((text, row) => {
    encodeInto(text, vectors.subarray(row * buckets, (row + 1) * buckets));
  });
  return vectors;
}

function encodeInto(text: string, vector: Float32Array): void {
  const counts = new Map<string, number>();
  for (const feature of featuresOf(text)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const [feature, count] of counts) {
    const hash = hashOf(feature);
    const bucket = (hash >>> 1) % vector.length;
    vector[bucket]! += (hash & 1 ? 1 : -1) * (1 + Math.log(count));
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return;
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
}

/** The features of a text, each with a prefix for its kind so that kinds do not mix. */
function* featuresOf(text: string): Generator<string> {
  let previous: string | null = null;
  for (const { groups } of text.normalize('NFKC').toLowerCase().matchAll(token)) {
    const { unspaced, word } = groups as { unspaced?: string; word?: string };
    if (unspaced !== undefined) {
      yield* characterFeatures(Array.from(unspaced));
      previous = null;
    } else if (word !== undefined) {
      yield `w ${word}`;
      if (previous !== null) yield `p ${previous} ${word}`;
      previous = word;
      yield* pieces(Array.from(`<${word}>`));
    }
  }
}

function* characterFeatures(characters: readonly string[]): Generator<string> {
  for (let i = 0; i < characters.length; i++) {
    yield `c ${characters[i]!}`;
    if (i > 0) yield `d ${characters[i - 1]!}${characters[i]!}`;
  }
}

/** Three and four neighbouring characters of a word with its boundaries: they relate inflected and misspelt words. */
function* pieces(characters: readonly string[]): Generator<string> {
  for (const size of [3, 4]) {
    for (let i = 0; i + size <= characters.length; i++)
      yield `g ${characters.slice(i, i + size).join('')}`;
  }
}

/** FNV-1a over UTF-16 units, finished with MurmurHash3's mixing so that low bits depend on all of the text. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) {
    hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

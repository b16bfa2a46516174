/**
 * Texts as vectors or as rows of token numbers, without a vocabulary. For vectors, features of the text (words, pairs of
 * words, pieces of words; for Chinese and Japanese single characters and pairs) are hashed into a fixed number of buckets
 * with a sign, so that collisions cancel out on average instead of adding up. Neither needs a segmenter or language
 * detection: which script a character belongs to decides how it is read. The same text gives the same numbers everywhere.
 */

/** Runs of characters that are written without spaces, or of letters, marks and digits of all other scripts. */
const run =
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

/**
 * Encodes each text as the numbers of its tokens: words, and single characters of Chinese and Japanese. A token's number is
 * its hash, so that no list of words, which could name patients, has to travel with a model.
 * @param buckets how many numbers there are; 0 stands for no token
 * @param length tokens of a text that are read; of a longer text the beginning
 * @returns `[texts, length]`, zeros after the last token
 */
export function encodeTokens(texts: readonly string[], buckets: number, length: number): Float32Array {
  const ids = new Float32Array(texts.length * length);
  texts.forEach((text, row) => {
    let place = row * length;
    for (const token of tokensOf(text)) {
      if (place === (row + 1) * length) return;
      ids[place++] = 1 + (hashOf(token) % (buckets - 1));
    }
  });
  return ids;
}

function* tokensOf(text: string): Generator<string> {
  for (const { unspaced, word } of runsOf(text)) {
    if (word !== undefined) yield word;
    else if (unspaced !== undefined) yield* Array.from(unspaced);
  }
}

function* runsOf(text: string): Generator<{ readonly unspaced?: string; readonly word?: string }> {
  for (const { groups } of text.normalize('NFKC').toLowerCase().matchAll(run)) yield groups!;
}

/** The features of a text, each with a prefix for its kind so that kinds do not mix. */
function* featuresOf(text: string): Generator<string> {
  let previous: string | null = null;
  for (const { unspaced, word } of runsOf(text)) {
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

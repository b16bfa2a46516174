/**
 * Whether the text says the label: a word, or two that follow one another, whose mere presence tells a class from the rest.
 * Such a text was often written after the diagnosis, or the labels were taken from it.
 */
import type { Finding } from '../domain/index.ts';
import { finding, isOfClass, questionedClasses, rowsInUse, type Examined } from './examined.ts';

/** As much as one word or pair of words may tell about a class: report sentences rarely reach it, a written label does. */
const mostTold = 0.9;
/** The same for words of the class's own name, or of the target's. */
const mostToldByName = 0.75;
/** Texts that are read: enough to be sure of an AUC to 0.02. */
const mostTexts = 8000;
/** A class with fewer texts says nothing for sure. */
const fewestTexts = 12;

export function textFindings(examined: Examined): Finding[] {
  const { table, text } = examined;
  return Object.entries(table.text).flatMap(([field, texts]) => {
    const rows = rowsInUse(examined).filter((row) => texts[row] !== '');
    const told = mostTelling(examined, texts, everyNth(rows, mostTexts));
    if (told === null) return [];
    const { className, words, auc } = told;
    const concerned = rows.filter((row) => wordsOf(texts[row]!).has(words));
    const isRead = field === text;
    return [
      finding(
        'text-states-label',
        isRead ? 'serious' : 'note',
        concerned.length,
        { field, words, className, auc },
        examined,
        concerned,
        { fix: isRead && table.images !== null ? 'leave-text-out' : null },
      ),
    ];
  });
}

function everyNth(rows: readonly number[], most: number): number[] {
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(rows.length, most) }, (_, i) => rows[Math.floor(i * step)]!);
}

interface Told {
  readonly className: string;
  readonly words: string;
  readonly auc: number;
}

function mostTelling(
  examined: Examined,
  texts: readonly string[],
  rows: readonly number[],
): Told | null {
  const { settled } = examined;
  const { target } = settled;
  const counted = countWords(rows.map((row) => texts[row]!));
  const targetName = wordsOf(target.name);
  let best: (Told & { readonly excess: number }) | null = null;
  for (const index of questionedClasses(settled)) {
    const labels = rows.map((row) => isOfClass(settled, row, index));
    const positives = labels.filter((label) => label === 1).length;
    const negatives = labels.filter((label) => label === 0).length;
    if (positives < fewestTexts || negatives < fewestTexts) continue;
    const className = target.classes[index]!;
    // Of two classes, what speaks against the one speaks for the other.
    const otherName =
      target.classes.length === 2 && settled.width === 1 ? target.classes[1 - index]! : className;
    const named = new Set([...wordsOf(className), ...targetName]);
    const inPositives = new Int32Array(counted.vocabulary.length);
    const inNegatives = new Int32Array(counted.vocabulary.length);
    counted.present.forEach((present, i) => {
      const into = labels[i] === 1 ? inPositives : labels[i] === 0 ? inNegatives : null;
      if (into !== null) for (const word of present) into[word]!++;
    });
    counted.vocabulary.forEach((words, word) => {
      const lead = inPositives[word]! / positives - inNegatives[word]! / negatives;
      const auc = 0.5 + Math.abs(lead) / 2;
      const excess = auc - (named.has(words) ? mostToldByName : mostTold);
      if (excess >= 0 && excess > (best?.excess ?? -1))
        best = { className: lead < 0 ? otherName : className, words, auc, excess };
    });
  }
  return best;
}

interface CountedWords {
  readonly vocabulary: readonly string[];
  /** Of each text, indices of the words that are in it. */
  readonly present: readonly Int32Array[];
}

function countWords(texts: readonly string[]): CountedWords {
  const index = new Map<string, number>();
  const present = texts.map((text) => {
    const words = wordsOf(text);
    return Int32Array.from(words, (word) => {
      const known = index.get(word);
      if (known !== undefined) return known;
      index.set(word, index.size);
      return index.size - 1;
    });
  });
  return { vocabulary: [...index.keys()], present };
}

/** Words and pairs of neighbours in lower case; Chinese and Japanese, which have no spaces, by one, two and three characters. */
function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  let before = '';
  for (const [piece] of text.toLowerCase().matchAll(pieces)) {
    if (ideographs.test(piece)) {
      for (let length = 1; length <= 3; length++)
        for (let i = 0; i + length <= piece.length; i++) found.add(piece.slice(i, i + length));
      before = '';
    } else {
      found.add(piece);
      if (before !== '') found.add(`${before} ${piece}`);
      before = piece;
    }
  }
  return found;
}

const pieces = /[\u3040-\u30ff\u4e00-\u9fff]+|(?:(?![\u3040-\u30ff\u4e00-\u9fff])[\p{L}\p{N}_+-])+/gu;
const ideographs = /^[\u3040-\u30ff\u4e00-\u9fff]/;

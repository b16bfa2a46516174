/** Multiple choice: a question's options, and which of them an answer is. */
import { missingLabel } from '../../domain/index.ts';
import { checkLabels, type CheckedLabels } from '../labels.ts';
import { plainAnswer } from './answers.ts';
import { kept, type Cell } from './named-table.ts';

export const optionLetters = ['A', 'B', 'C', 'D', 'E'] as const;

/** Options by letter, without those that a question does not have: these are empty or say `None`. */
export function optionsOf(cell: Cell, columnOf: (letter: string) => string): [string, string][] {
  return optionLetters.flatMap((letter): [string, string][] => {
    const option = cell(columnOf(letter));
    return option === '' || option === 'None' || option === 'nan' ? [] : [[letter, option]];
  });
}

export function optionsText(options: readonly (readonly [string, string])[]): string {
  return options.map(([letter, option]) => `${letter}. ${option}`).join('\n');
}

/**
 * The letter of the option that an answer is, compared without case and full stop, and where none is equal, by letters and digits alone
 * (`x_ray` is `X-ray`); null where it is none, or more than one.
 */
export function letterOf(
  answer: string,
  options: readonly (readonly [string, string])[],
): string | null {
  const plain = plainAnswer(answer);
  const equal = options.find(([, option]) => plainAnswer(option) === plain);
  if (equal !== undefined) return equal[0];
  const bare = bareText(plain);
  const alike = bare === '' ? [] : options.filter(([, option]) => bareText(option) === bare);
  return alike.length === 1 ? alike[0]![0] : null;
}

/** The letter that a published answer is, as `C`, `(C)` or `C.`, or of the option that it says; null where it is none. */
export function letterOfAnswer(
  answer: string,
  options: readonly (readonly [string, string])[],
): string | null {
  return /^\(?([A-Z])[).:]?$/.exec(answer.trim())?.[1] ?? letterOf(answer, options);
}

/** How options are marked in a text, which is by one of these. */
const marks = [/\(([A-E])\)/g, /([A-E])\)/g, /([A-E])\.(?=\s)/g, /([A-E]):(?=\s)/g];

/** A question with its options behind it, as in `What is it? A)CT, B)MRI`, taken apart; without options where there are fewer than two. */
export function questionWithOptions(text: string): {
  readonly question: string;
  readonly options: readonly (readonly [string, string])[];
} {
  const [marked] = marks
    .map((mark) => placesOf(text, mark))
    .filter(({ length }) => length > 1)
    // Others stand inside options.
    .sort(([a], [b]) => a!.start - b!.start);
  if (marked === undefined) return { question: text, options: [] };
  const options = marked.map(({ letter, end }, i) => {
    const option = text.slice(end, marked[i + 1]?.start);
    return [letter, option.trim().replace(/[\s,;]+$/, '')] as const;
  });
  return { question: text.slice(0, marked[0]!.start).trim(), options };
}

/** Of the letters A, B ... one after the other: what comes out of turn is part of an option. */
function placesOf(text: string, mark: RegExp) {
  const found: { letter: string; start: number; end: number }[] = [];
  for (const { 0: all, 1: letter, index } of text.matchAll(mark)) {
    const isFree = index === 0 || /[\s,;:?.]/.test(text[index - 1]!);
    if (isFree && letter === optionLetters[found.length])
      found.push({ letter: letter!, start: index, end: index + all.length });
  }
  return found;
}

const bareText = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Which option is right, sample by sample. */
export class ChoiceValues {
  readonly #texts: string[][] = [];
  readonly #places: number[] = [];

  /** @param letter of the right option; whatever is no single letter of an option that is there is no label */
  add(letter: string | null, options: readonly (readonly [string, string])[]): void {
    const texts: string[] = [];
    for (const [at, text] of options) {
      const place = optionLetters.findIndex((one) => one === at);
      while (texts.length < place) texts.push('');
      texts[place] = kept(text);
    }
    const place = optionLetters.findIndex((one) => one === letter);
    this.#texts.push(texts);
    this.#places.push(texts[place] ? place : missingLabel);
  }

  /** @param table that a problem is about */
  toColumn(name: string, table: string): CheckedLabels {
    const places = this.#texts.reduce((most, { length }) => Math.max(most, length), 0);
    const target = {
      name,
      kind: 'choice',
      classes: optionLetters.slice(0, places),
      mayFlip: false,
    } as const;
    const values = Int32Array.from(this.#places);
    const options = { kind: 'listed', texts: this.#texts } as const;
    return checkLabels({ target, width: 1, values, options }, table);
  }
}

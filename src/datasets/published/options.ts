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

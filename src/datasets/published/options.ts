/** Multiple choice: a question's options as one text, and which of them an answer is. */
import { plainAnswer } from './answers.ts';
import type { Cell } from './named-table.ts';

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

/** The letter of the option that an answer is, compared without case and full stop; null where it is none. */
export function letterOf(
  answer: string,
  options: readonly (readonly [string, string])[],
): string | null {
  const plain = plainAnswer(answer);
  return options.find(([, option]) => plainAnswer(option) === plain)?.[0] ?? null;
}

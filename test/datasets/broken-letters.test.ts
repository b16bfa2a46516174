import { expect, it } from 'vitest';
import { repairLetters } from '../../src/datasets/broken-letters.ts';

/** What Windows makes of bytes, written down rather than asked of Node, which takes Windows-1252 for Latin-1. */
const marks: Readonly<Record<number, string>> = {
  0x80: '€',
  0x82: '‚',
  0x99: '™',
  0x9c: 'œ',
  0xa0: '\u00a0',
};
const broken = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => marks[byte] ?? String.fromCharCode(byte)).join(
    '',
  );
const repaired = (text: string) => repairLetters({ text: ['plain', text] }).text.text![1];

it.each([
  'can’t',
  '“quoted”, twice',
  'café, déjà vu',
  '3 µm, α-helix',
  'Привет',
  '患者无发热',
  'fine 😀',
])('letters that were broken become %s', (text) => {
  expect(broken(text)).not.toBe(text);
  expect(repaired(broken(text))).toBe(text);
});

it.each([
  'can’t',
  'café',
  'CAFÉ™ and NESTLÉ®',
  '“MENÜ”',
  'Ã alone',
  'half Ã© half ’',
  '患者无发热 Ã©',
  'â€',
  'so Â… what',
])('%s stays as it is', (text) => {
  const found = repairLetters({ text: [text] });
  expect(found).toEqual({ text: { text: [text] }, evidence: [] });
});

it('says how many texts of all fields were repaired, with a word of the first', () => {
  const text = { a: ['so', broken('I can’t go')], b: [broken('é'), broken('é')], c: ['', ''] };
  expect(repairLetters(text)).toEqual({
    text: { a: ['so', 'I can’t go'], b: ['é', 'é'], c: ['', ''] },
    evidence: [
      {
        kind: 'letters-repaired',
        holds: true,
        parameters: { texts: 3, example: 'canâ€™t → can’t' },
      },
    ],
  });
});

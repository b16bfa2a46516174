import { describe, expect, it } from 'vitest';
import { SampleRows } from '../../src/datasets/published/sample-rows.ts';

describe('texts of a published dataset', () => {
  it('are given up by field where they are more than can be kept, and it is said once', () => {
    const images = new Map(['a', 'b', 'c', 'd'].map((key) => [key, `${key}.png`]));
    // A string counts 80 bytes and its letters, Chinese ones twice: the third answer is too much.
    const samples = new SampleRows(images, 3 * 80 + 60);
    for (const key of images.keys()) {
      const text = {
        question: '?',
        answer: key === 'b' ? '没有变化。'.repeat(4) : 'no change '.repeat(4),
      };
      samples.add(key, { table: 'qa.json', row: 1, file: `${key}.png` }, { text });
    }
    expect(samples.finish(5).text).toEqual({});
    expect(samples.tooLarge).toMatchObject([
      { kind: 'text-too-large', file: 'qa.json', parameters: { column: 'answer' } },
      { kind: 'text-too-large', file: 'qa.json', parameters: { column: 'question' } },
    ]);
  });

  it('that fit are kept beside one that does not', () => {
    const samples = new SampleRows(new Map([['a', 'a.png']]), 100);
    const text = { question: 'what is it?', answer: 'x'.repeat(21) };
    samples.add('a', { table: 'qa.json', row: 1, file: 'a.png' }, { text });
    expect(samples.finish(1).text).toEqual({ question: ['what is it?'] });
    expect(samples.tooLarge).toHaveLength(1);
  });
});

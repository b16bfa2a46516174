/** The line of a finished cut says what is out of the ordinary about how it was resampled. */
import { describe, expect, it } from 'vitest';
import { completeRecipe, type CompleteRecipe, type CutSummary } from '../../src/domain/index.ts';
import { loadWords, locales } from '../../src/i18n/index.ts';
import { Language } from '../../src/state/language.svelte.ts';
import { cutSentence } from '../../src/state/sentences.ts';

await loadWords(...locales);

const recipe = completeRecipe({ target: 'a', inputs: 'image' }) as CompleteRecipe;
const summary: CutSummary = {
  total: 10,
  rejected: [],
  seconds: 3,
  bytes: 7840,
  resamplers: ['simd'],
  gpuFailure: null,
};
const sentences = (changes: Partial<CutSummary>) =>
  ['en', 'zh'].map((locale) => {
    const language = new Language({ read: () => locale, write: () => undefined }, []);
    return cutSentence(language, recipe, { ...summary, ...changes });
  });

describe('the sentence of a cut', () => {
  it('says nothing of the processor', () => {
    for (const sentence of sentences({})) expect(sentence).not.toContain('GPU');
  });

  it('says that a GPU resampled', () => {
    const [en, zh] = sentences({ resamplers: ['gpu', 'simd'] });
    expect(en).toContain('resampled on the GPU');
    expect(zh).toContain('由 GPU 重采样');
  });

  it('says that a GPU failed, in its own words', () => {
    for (const sentence of sentences({ gpuFailure: 'device lost' })) {
      expect(sentence).toContain('device lost');
    }
  });
});

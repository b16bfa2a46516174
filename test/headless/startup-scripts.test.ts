import { describe, expect, it } from 'vitest';
import { startupScripts } from '../../src/headless/startup-scripts.ts';

const manifest = {
  'index.html': {
    file: 'assets/index.js',
    imports: ['_shared.js', '_words.js'],
    dynamicImports: ['late.ts'],
  },
  '_shared.js': { file: 'assets/shared.js', imports: ['_words.js'] },
  '_words.js': { file: 'assets/words.js', imports: ['_shared.js'] },
  'late.ts': { file: 'assets/late.js' },
};

describe('startupScripts', () => {
  it('follows static imports, each once, even in a circle, and leaves out what comes later', () => {
    expect(startupScripts(manifest, 'index.html')).toEqual([
      'assets/index.js',
      'assets/shared.js',
      'assets/words.js',
    ]);
  });

  it('does not take a missing entry for a page without scripts', () => {
    expect(() => startupScripts(manifest, 'other.html')).toThrow('other.html');
  });
});

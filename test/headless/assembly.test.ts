/** What is committed of WebAssembly is what its sources compile to. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assemblySources, codePath, compileAssembly } from '../../src/headless/assembly.ts';

it.each(assemblySources())('%s compiles to the code beside it', async (source) => {
  expect(readFileSync(codePath(source), 'utf8')).toBe(await compileAssembly(source));
});

it('is about every module', () => {
  expect(assemblySources()).toContain('src/preprocess/simd/resample.as');
});

/** A remembered cut survives a reload; what can't be understood any more is left alone. */
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/domain/index.ts';
import { interruptedCut, rememberCut } from '../../src/state/interrupted-cut.ts';
import { volatileMemory } from '../../src/state/index.ts';

describe('an interrupted cut', () => {
  it('comes back as it was', () => {
    const memory = volatileMemory();
    const cut = { name: 'chest', isSample: false, recipe: { ...defaultRecipe, seed: 7 } };
    rememberCut(memory, cut);
    expect(interruptedCut(memory)).toEqual(cut);
    rememberCut(memory, null);
    expect(interruptedCut(memory)).toBeNull();
  });

  it.each(['{', '7', '{"name":"a"}', '{"name":"a","recipe":{"cut":{"size":65}}}'])(
    'is not there where %s is remembered',
    (text) => {
      const memory = volatileMemory();
      memory.write('interrupted-cut', text);
      expect(interruptedCut(memory)).toBeNull();
    },
  );
});

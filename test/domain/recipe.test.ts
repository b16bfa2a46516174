import { describe, expect, it } from 'vitest';
import { automaticEpochs, completeRecipe } from '../../src/domain/index.ts';

describe('automaticEpochs', () => {
  it.each([
    [1, 15],
    [4_708, 15],
    // MNIST less the tenth that validation takes, PathMNIST, TissueMNIST.
    [54_000, 10],
    [89_996, 6],
    [165_466, 3],
  ])('of %i training samples', (samples, epochs) => {
    expect(automaticEpochs(samples)).toBe(epochs);
  });

  it('never grows with the samples', () => {
    const of = Array.from({ length: 300 }, (_, i) => automaticEpochs((i + 1) * 1000));
    expect(of).toEqual(of.toSorted((a, b) => b - a));
  });
});

it('a recipe may leave its epochs open, and does by default', () => {
  expect(completeRecipe({}).training.epochs).toBeNull();
  expect(completeRecipe({ training: { epochs: 4 } }).training.epochs).toBe(4);
  expect(() => completeRecipe({ training: { epochs: 0 } })).toThrow('bad-recipe');
});

it('a recipe from before several images could be cut together means the first of them', () => {
  const { several: _, ...cut } = completeRecipe({}).cut;
  const old = { ...completeRecipe({}), cut };
  expect(completeRecipe(JSON.parse(JSON.stringify(old)))).toEqual(completeRecipe({}));
  expect(completeRecipe(old).cut.several).toBe('first');
  expect(() => completeRecipe({ cut: { several: 'both' } })).toThrow('bad-recipe');
});

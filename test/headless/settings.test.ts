import { expect, test } from 'vitest';
import { AppError, completeRecipe } from '../../src/domain/index.ts';
import { overlaid } from '../../src/headless/index.ts';

test('a setting changes its path and nothing else', () => {
  const recipe = { seed: 3, training: { epochs: 5, batch: 64 } };
  expect(overlaid(recipe, { 'training.epochs': 7, 'cut.size': 64 })).toEqual({
    seed: 3,
    training: { epochs: 7, batch: 64 },
    cut: { size: 64 },
  });
  expect(recipe.training.epochs).toBe(5);
});

test('a window can be set by name, whole, or by its parts, and not by half', () => {
  const window = (settings: Record<string, unknown>) =>
    completeRecipe(overlaid({}, settings)).cut.window;
  expect(window({ 'cut.window': 'soft-tissue' })).toBe('soft-tissue');
  expect(window({ 'cut.window': { centre: 40, width: 400 } })).toEqual({ centre: 40, width: 400 });
  expect(window({ 'cut.window.centre': -600, 'cut.window.width': 1500 })).toEqual({
    centre: -600,
    width: 1500,
  });
  expect(() => window({ 'cut.window.centre': -600 })).toThrow(AppError);
  expect(() => window({ 'cut.window': 'liver' })).toThrow(AppError);
  expect(() => window({ 'cut.window': { centre: 40, width: 0 } })).toThrow(AppError);
});

test('a setting that the recipe does not know is refused with its path', () => {
  expect(() => completeRecipe(overlaid({}, { 'training.epoch': 7 }))).toThrow(AppError);
  try {
    completeRecipe(overlaid({}, { 'training.epochs': 'many' }));
    expect.unreachable();
  } catch (error) {
    expect((error as AppError).problem).toMatchObject({
      kind: 'bad-recipe',
      parameters: { path: 'training.epochs', found: '"many"', expected: 'number' },
    });
  }
});

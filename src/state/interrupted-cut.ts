/**
 * Which cut was going on when the page was closed. What had been written is in storage and is found again by itself; this
 * only remembers which source to open and with which settings.
 */
import { AppError, completeRecipe, type Recipe } from '../domain/index.ts';
import type { Memory } from './memory.ts';

const key = 'interrupted-cut';

export interface InterruptedCut {
  readonly name: string;
  readonly isSample: boolean;
  readonly recipe: Recipe;
}

export function rememberCut(memory: Memory, cut: InterruptedCut | null): void {
  memory.write(key, cut === null ? null : JSON.stringify(cut));
}

/** Null where none was interrupted, or where what is remembered is of an older version of this page. */
export function interruptedCut(memory: Memory): InterruptedCut | null {
  const text = memory.read(key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('name' in value) || typeof value.name !== 'string' || !('recipe' in value)) return null;
    const isSample = 'isSample' in value && value.isSample === true;
    return { name: value.name, isSample, recipe: completeRecipe(value.recipe) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AppError) return null;
    throw error;
  }
}

/**
 * JSON that can be compared as text: keys in alphabetical order (but `version` first), lists of plain values on one line,
 * a newline at the end. Equal recipes and equal metrics give equal files.
 */
import type { CompleteRecipe, Metrics } from '../domain/index.ts';

/** The text of `metrics.json`. */
export function metricsJson(metrics: Metrics): string {
  return stableJson(metrics);
}

/** The text of `recipe.json`. */
export function recipeJson(recipe: CompleteRecipe): string {
  return stableJson(recipe);
}

/** @throws RangeError for NaN and infinities, which JSON would silently turn into null. */
function stableJson(value: unknown): string {
  return `${write(value, '')}\n`;
}

function write(value: unknown, indent: string): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} has no JSON`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const parts = value.map((part) => write(part, inner));
    const plain = value.every((part) => typeof part !== 'object' || part === null);
    if (plain) return `[${parts.join(', ')}]`;
    return `[\n${parts.map((part) => inner + part).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => order(a, b))
    .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${write(member, inner)}`);
  return lines.length > 0 ? `{\n${lines.join(',\n')}\n${indent}}` : '{}';
}

/** By code unit: `localeCompare` would depend on the reader's language. */
function order(a: string, b: string): number {
  if (a === 'version' || b === 'version') return a === b ? 0 : a === 'version' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

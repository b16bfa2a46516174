import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recipeSchemaText } from '../../src/headless/recipe-schema.ts';

test('the JSON Schema in the tree is the one that recipes are checked against (npm run schema)', async () => {
  const file = new URL('../../public/recipe.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await recipeSchemaText());
});

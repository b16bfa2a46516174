/**
 * Writes `public/recipe.schema.json` from the schema that recipes are checked against: `npm run schema`, after a change
 * of `src/domain/recipe.ts`. A test compares the two.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { recipeSchema } from '../domain/index.ts';

/** The text of the file. */
export async function recipeSchemaText(): Promise<string> {
  const schema = toJsonSchema(recipeSchema, { typeMode: 'output' });
  const described = {
    ...schema,
    title: 'Microtome recipe',
    description: 'Everything that decides a result.',
  };
  return await format(JSON.stringify(described), { parser: 'json', printWidth: 105 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../public/recipe.schema.json', import.meta.url), await recipeSchemaText());
}

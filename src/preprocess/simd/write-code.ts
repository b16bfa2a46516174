/** `npm run assembly`: writes what `compile` makes of `resample.as` into `code.ts`. */
import { writeFile } from 'node:fs/promises';
import { compile } from './compile.ts';

const code = Buffer.from(await compile()).toString('base64');
const lines = code.match(/.{1,96}/g)!.map((line) => `  '${line}'`);
await writeFile(
  new URL('code.ts', import.meta.url),
  `/** WebAssembly of \`resample.as\`, made by \`npm run assembly\`; a test compares the two. */\n` +
    `export const code =\n${lines.join(' +\n')};\n`,
);

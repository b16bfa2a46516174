/**
 * Writes the made datasets to disk, a folder each: for the scripts in `expectations`, and for opening them by hand.
 *
 *     npx tsx test/datasets/generate/write.ts <folder> [name ...]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { madeDatasets } from './catalogue.ts';

const [root, ...wanted] = process.argv.slice(2);
if (root === undefined) throw new Error('give the folder to write to');
for (const name of wanted.length > 0 ? wanted : Object.keys(madeDatasets)) {
  const make = madeDatasets[name];
  if (make === undefined) throw new Error(`there is no dataset ${name}`);
  for (const [path, bytes] of Object.entries(make())) {
    const file = join(root, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

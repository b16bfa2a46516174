/**
 * `npm run size`: fails when the page has to load more script than the budget before a dataset is opened. It counts the
 * entry of index.html, its static imports and the larger of the two dictionaries, gzipped. Decoders and TensorFlow.js come
 * later and don't count; what a real browser fetches, workers included, is counted by the end-to-end test of the page's weight.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { distFolder, manifestFile } from './project.ts';
import { startupScripts, type Manifest } from './startup-scripts.ts';

const budgetBytes = 120_000;

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
const weighed = (file: string) => ({
  file,
  bytes: gzipSync(readFileSync(join(distFolder, file))).length,
});
const dictionaries = Object.entries(manifest)
  .filter(([key]) => /^src\/i18n\/[^/]+\/index\.ts$/.test(key))
  .map(([, { file }]) => weighed(file));
const sizes = [
  ...startupScripts(manifest, 'index.html').map(weighed),
  dictionaries.reduce((a, b) => (a.bytes > b.bytes ? a : b)),
];
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

const rows = [...sizes, { file: 'in total, before a dataset is opened', bytes: total }];
for (const { file, bytes } of rows)
  process.stdout.write(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);

if (total > budgetBytes) {
  process.stderr.write(`That is more than the ${budgetBytes / 1000} kB that the page may weigh.\n`);
  process.exitCode = 1;
}

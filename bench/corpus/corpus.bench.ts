/**
 * Reads every data file that Debian's python3-pydicom, python3-nibabel and python3-skimage install, in a worker in headless
 * Chromium, and compares it with what pydicom, nibabel, Pillow and NumPy read:
 *
 *     npm run corpus [-- part-of-a-name]
 *
 * Fails where a file is neither equal (lossy JPEG: within 1 level) nor in the table of `docs/corpus.md`, where a row of that
 * table no longer holds, where a file hangs or kills its worker, and where fewer than 95 % of the decodable files are equal.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../src/headless/project.ts';
import { benchSite } from '../bench-page.ts';
import { exceptionFor, parseExceptions, type Exception } from './exceptions.ts';
import { outcomes, type FileFacts, type Verdict } from './facts.ts';

const python = '/usr/bin/python3';
/** Debian's names of what `reference.py` imports. */
const packages =
  'python3-pil python3-numpy python3-pydicom python3-gdcm python3-nibabel python3-skimage';
/** Share of the decodable files that have to be equal. */
const bound = 0.95;

interface Reading {
  readonly facts: FileFacts;
  readonly verdict: Verdict;
}

const wanted = process.argv[2] ?? '';
const readings = await readAll(wanted);
const exceptions = parseExceptions(await readFile(join(projectFolder, 'docs', 'corpus.md'), 'utf8'));
print(table(readings));
const complaints = complaintsOf(readings, exceptions);
for (const complaint of complaints) print(complaint);
const decodable = readings.filter(({ facts }) => facts.shape !== undefined);
const equal = decodable.filter(({ verdict }) => isEqual(verdict));
const share = decodable.length === 0 ? 1 : equal.length / decodable.length;
print(
  `${equal.length} of ${decodable.length} decodable files are equal: ${(100 * share).toFixed(1)} % (at least ${100 * bound} %)`,
);
if (complaints.length > 0 || (wanted === '' && share < bound)) process.exit(1);

async function readAll(part: string): Promise<Reading[]> {
  const site = await benchSite('bench/corpus/corpus.html');
  try {
    const script = join(projectFolder, 'bench', 'corpus', 'reference.py');
    const made = spawnSync(python, [script, site.folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    if (made.status !== 0)
      throw new Error(
        `reference.py, which needs ${packages}, failed: ${made.stderr.toString().slice(-2000)}`,
      );
    const files = JSON.parse(await readFile(join(site.folder, 'files.json'), 'utf8')) as FileFacts[];
    return await site.visit(async (page) => {
      await page.waitForFunction(() => window.readCorpusFile !== undefined);
      const all: Reading[] = [];
      for (const [index, facts] of files.entries()) {
        if (!facts.name.includes(part)) continue;
        const verdict = await page.evaluate(([at, of]) => window.readCorpusFile!(at, of), [
          index,
          facts,
        ] as const);
        all.push({ facts, verdict });
      }
      return all;
    });
  } finally {
    await site.close();
  }
}

function isEqual({ outcome }: Verdict): boolean {
  return outcome === 'equal' || outcome === 'within 1';
}

/** What is wrong, one line each. */
function complaintsOf(all: readonly Reading[], known: readonly Exception[]): string[] {
  const found: string[] = [];
  const used = new Set<Exception>();
  for (const { facts, verdict } of all) {
    const exception = exceptionFor(facts, known);
    if (exception !== undefined) used.add(exception);
    const { outcome } = verdict;
    // Where no library reads the file either, a refusal is what we want.
    const isFine = isEqual(verdict) || (facts.reference === undefined && outcome === 'refused');
    const isBug = outcome === 'failed' || outcome === 'hung' || outcome === 'crashed';
    if (exception?.outcome === outcome && !isBug) continue;
    if (isFine && exception === undefined) continue;
    const expected = exception === undefined ? '' : ` (docs/corpus.md says ${exception.outcome})`;
    found.push(
      `${outcome.toUpperCase()}${expected}: ${facts.name}\n    ${verdict.detail}\n    ${reference(facts)}`,
    );
  }
  if (wanted === '')
    for (const { file } of known.filter((exception) => !used.has(exception)))
      found.push(`docs/corpus.md has a row for ${file}, which is not there`);
  return found;
}

function reference({ reference: library, detail = '', why = '', shape }: FileFacts): string {
  if (library === undefined) return `no reference: ${why}`;
  return `${library}: ${detail}${shape === undefined ? '' : ` [${shape.join(', ')}]`}`;
}

function table(all: readonly Reading[]): string {
  const kinds = [...new Set(all.map(({ facts }) => facts.kind))].sort();
  const rows = kinds.map((kind) => {
    const of = all.filter(({ facts }) => facts.kind === kind);
    const count = (outcome: Verdict['outcome']) =>
      of.filter(({ verdict }) => verdict.outcome === outcome).length;
    const referenced = of.filter(({ facts }) => facts.reference !== undefined).length;
    return [kind, of.length, referenced, ...outcomes.map(count)];
  });
  return [['format', 'files', 'reference', ...outcomes], ...rows]
    .map((cells) =>
      cells.map((cell, i) => (i === 0 ? String(cell).padEnd(10) : String(cell).padStart(10))).join(''),
    )
    .join('\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

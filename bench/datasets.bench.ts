/**
 * Every made dataset of `test/datasets/generate` through the headless runner: what it is recognised as, and what a baseline with the
 * default recipe, or what is set otherwise, learns from it. Writes `docs/datasets.md`; with names, only their rows are made anew.
 *
 *     npm run build && npm run bench:datasets [-- name ...]
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { madeDatasets } from '../test/datasets/generate/catalogue.ts';
import { headlessInspect, headlessRun } from './headless.ts';

/** Of some, the first target has classes that so few samples don't show in every split: another one is learned. */
const otherTargets: Readonly<Record<string, string>> = {
  'vindr-cxr': 'any finding',
  vinbigdata: 'any finding',
  'vindr-pcxr': 'any finding',
  'mimic-cxr-jpg': 'chexpert',
};
/** Where the default leaves out what tells the answer. */
const otherSettings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'medical-diff-changes': { 'cut.several': 'together' },
};

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(madeDatasets);
const folder = mkdtempSync(join(tmpdir(), 'microtome-datasets-'));
const document = new URL('../docs/datasets.md', import.meta.url);
const rows = rowsOf(existsSync(document) ? readFileSync(document, 'utf8') : '');
for (const name of names) {
  for (const [path, bytes] of Object.entries(madeDatasets[name]!())) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  rows.set(name, line(await rowOf(name, join(folder, name))));
  process.stderr.write(`${rows.get(name)!}\n`);
}
rmSync(folder, { recursive: true });
const heading = [
  'made dataset',
  'recognised as',
  'samples',
  'rejected',
  'patients',
  'with boxes',
  'targets',
  'official split',
  'learned',
  'test AUC',
  'test ACC',
  'majority ACC',
];
const text = `# Datasets

What \`headless inspect\` and \`headless run\` say of the small copies that \`test/datasets/generate\` makes (\`npm run bench:datasets\` writes
this file). They have the names, headings and traps of the real datasets and pictures that are easy to learn, so that an AUC here says that
labels and images belong together, and nothing about the real ones. Recipes are the default one; of \`medical-diff-changes\`, whose answers
only both images of a question tell, \`cut.several\` is \`together\`.

${[line(heading), line(heading.map(() => '---')), ...inOrder(rows)].join('\n')}
`;
writeFileSync(document, text);

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Lines of the table by the name in their first cell. */
function rowsOf(markdown: string): Map<string, string> {
  const lines = markdown.split('\n').map((one) => one.replace(/ +/g, ' '));
  const named = lines.map((one) => [one.split(' | ')[0]!.slice(2), one] as const);
  return new Map(named.filter(([name]) => name in madeDatasets));
}

function inOrder(lines: ReadonlyMap<string, string>): string[] {
  return Object.keys(madeDatasets).flatMap((name) => lines.get(name) ?? []);
}

async function rowOf(name: string, source: string): Promise<string[]> {
  const report = await headlessInspect(source);
  const target = otherTargets[name] ?? report.targets[0]?.name ?? null;
  const official = Object.entries(report.splits).filter(([, split]) => split.samples > 0);
  const found = [
    name,
    report.title,
    String(report.samples),
    String(report.rejected.length),
    String(report.patients ?? ''),
    String(report.boxes),
    report.targets.map((one) => `${one.name} (${one.kind}, ${one.classes.length})`).join(', '),
    official.map(([split, { samples }]) => `${split} ${samples}`).join(', '),
  ];
  if (target === null) return [...found, 'nothing: no target', '', '', ''];
  const settings = otherSettings[name] ?? {};
  const { metrics } = await headlessRun(source, { target, ...settings });
  const test = metrics.splits.test;
  const figures = [test?.auc.value, test?.acc.value, test?.majorityAcc];
  return [
    ...found,
    `${target} from ${metrics.inputs}`,
    ...figures.map((value) => (typeof value === 'number' ? value.toFixed(3) : 'not defined')),
  ];
}

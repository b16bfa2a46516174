/** Parts of the bench on sets that are generated, so that what is in them is known. */
import { join } from 'node:path';
import type { BaselineKind } from '../../src/domain/index.ts';
import type { InspectReport } from '../../src/headless/contract.ts';
import { writeMadeFolder } from '../../test/e2e/made-folder.ts';
import { headlessInspect } from '../headless.ts';
import {
  atLeast,
  equally,
  measure,
  secondsOf,
  testFigure,
  type Check,
  type PartResult,
} from './part.ts';
import { leaks, statements, writeLeaks, writeShortcut, writeStatedLabel } from './planted-sets.ts';

/** Half of the signal in the pictures, half in the notes. */
export async function halves(folder: string): Promise<PartResult> {
  const dataset = 'half the signal in images, half in texts';
  await writeMadeFolder(folder, { samples: 1000 });
  const learn = (inputs: string) => measure(dataset, folder, { inputs, 'split.use': 'made' });
  const [image, text, both] = [await learn('image'), await learn('text'), await learn('image+text')];
  const runs = [image, text, both];
  const alone = Math.max(testFigure(image, 'auc'), testFigure(text, 'auc'));
  const lost = (to: BaselineKind) =>
    both.metrics.beside?.baselines.find(({ kind }) => kind === to)?.behind.auc.value ?? NaN;
  const gain = testFigure(both, 'auc') - alone;
  const checks = [
    atLeast(dataset, 'test AUC of both over the better alone', gain, 0.05, secondsOf(runs)),
    atLeast(dataset, 'test AUC lost with blank images', lost('blank-image'), 0.05, both.seconds),
    atLeast(dataset, 'test AUC lost with shuffled texts', lost('shuffled-text'), 0.05, both.seconds),
  ];
  return { runs, checks };
}

/** Texts that state the label, and the same ones without that sentence. */
export async function stated(folder: string): Promise<PartResult> {
  const samples = 600;
  const clean = join(folder, 'clean');
  await writeMadeFolder(clean, { samples });
  const told = async (source: string, dataset: string, wanted: string) => {
    const { report, seconds } = await inspected(source);
    const found = report.health.find(({ check }) => check === 'text-states-label');
    const what = 'before training: the text states the label';
    return equally(dataset, what, found?.severity ?? 'not said', wanted, seconds);
  };
  const checks = [await told(clean, 'texts without the label', 'not said')];
  for (const [language, sentences] of Object.entries(statements)) {
    const source = join(folder, language);
    await writeStatedLabel(source, samples, sentences);
    checks.push(await told(source, `texts that state the label, ${language}`, 'serious'));
  }
  return { runs: [], checks };
}

/** A marker in a corner that one class alone has, and a site that predicts the label. */
export async function shortcut(folder: string): Promise<PartResult> {
  const [told, drawn] = [join(folder, 'told'), join(folder, 'drawn')];
  await writeShortcut(told, drawn, 600);
  const dataset = 'a marker for one class, from one site';
  const { report, seconds } = await inspected(told);
  const named = report.health.flatMap(({ check, severity, examples }) =>
    check === 'shortcut' ? [`${examples.join(', ')} (${severity})`] : [],
  );
  const run = await measure(dataset, drawn, {});
  const pointing = run.metrics.beside?.pointing?.classes[0];
  const asked = `of ${pointing?.asked ?? 0} marked test images those in which Grad-CAM is highest on the marker`;
  const checks = [
    equally(dataset, 'named by the audit', named.join('; ') || 'nothing', 'site (serious)', seconds),
    atLeast(dataset, asked, pointing?.hitRate.value ?? NaN, 0.9, run.seconds),
  ];
  return { runs: [run], checks };
}

/** Planted duplicates and torn patients, and a clean set of the same size. */
export async function duplicates(folder: string): Promise<PartResult> {
  const [samples, each] = [1000, 12];
  const checks: Check[] = [];
  for (const planted of [0, each]) {
    const source = join(folder, String(planted));
    const known = await writeLeaks(source, samples, planted);
    const dataset = planted === 0 ? 'clean' : `${each} of every leak`;
    const { report, seconds } = await inspected(source);
    for (const leak of leaks) {
      const found = report.health.find(({ check }) => check === leak);
      const invented = (found?.examples ?? []).filter((example) => !known[leak].includes(example));
      const figure = [found?.count ?? 0, ...invented.map((one) => `not planted: ${one}`)].join(', ');
      checks.push(equally(`${samples} images, ${dataset}`, leak, figure, String(planted), seconds));
    }
    const others = report.health.filter(({ check }) => !leaks.some((leak) => leak === check));
    const said = others.map(({ check }) => check).join(', ') || 'nothing';
    checks.push(equally(`${samples} images, ${dataset}`, 'anything else', said, 'nothing', seconds));
  }
  return { runs: [], checks };
}

async function inspected(source: string): Promise<{ report: InspectReport; seconds: number }> {
  const started = performance.now();
  const report = await headlessInspect(source);
  return { report, seconds: (performance.now() - started) / 1000 };
}

/**
 * PneumoniaMNIST with the default recipe: seeds 0, 1 and 2, then seed 0 once more. Beside the published ResNet-18 (28),
 * which had all of the training data: AUC 0.944, ACC 0.854 (Yang et al., Scientific Data 2023).
 *
 *     npm run bench:pneumonia -- path/to/pneumoniamnist.npz
 */
import { headlessRun } from './headless.ts';

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write('usage: npm run bench:pneumonia -- path/to/pneumoniamnist.npz\n');
  process.exit(2);
}

const runs = [];
for (const seed of [0, 1, 2, 0]) runs.push({ seed, ...(await headlessRun(source, { seed })) });

const rows = runs.map(({ seed, seconds, metrics }) => ({
  seed,
  backend: metrics.backend,
  'best epoch': metrics.bestEpoch,
  'test AUC': metrics.splits.test?.auc.value ?? NaN,
  'test ACC': metrics.splits.test?.acc.value ?? NaN,
  seconds: Math.round(seconds),
}));
const mean = (of: 'test AUC' | 'test ACC'): number =>
  rows.slice(0, 3).reduce((sum, row) => sum + row[of], 0) / 3;

process.stdout.write(
  [
    ['seed', 'backend', 'best epoch', 'test AUC', 'test ACC', 'seconds'].join('\t'),
    ...rows.map((row) => Object.values(row).join('\t')),
    '',
    `mean of seeds 0 to 2: AUC ${mean('test AUC').toFixed(4)}, ACC ${mean('test ACC').toFixed(4)}`,
    `over ResNet-18 (28) as published: AUC x ${(mean('test AUC') / 0.944).toFixed(3)}, ACC x ${(mean('test ACC') / 0.854).toFixed(3)}`,
    `seed 0 twice gives the same metrics.json: ${runs[0]!.metricsText === runs[3]!.metricsText ? 'yes' : 'NO'}`,
    '',
  ].join('\n'),
);

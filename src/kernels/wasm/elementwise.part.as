/** What is done number by number: a chunk of numbers, or of rows that meet the same numbers each, a task. */
import { give, place, take, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job.
const operation: usize = 8;
const first: usize = 12;
const second: usize = 16;
const result: usize = 20;
const count: usize = 24;
const chunk: usize = 28;
/** Of `addRow`: numbers of a row. */
const columns: usize = 32;

const relu = 0, reluGradient = 1, add = 2;

export function elementwise(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks);
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const start = task * word(job, chunk), offset = <usize>start << 2;
    const length = min(word(job, chunk), word(job, count) - start);
    const a = place(job, first) + offset, b = place(job, second), to = place(job, result) + offset;
    switch (word(job, operation)) {
      case relu: cutBelow(a, to, length); break;
      case reluGradient: wherePositive(a, b + offset, to, length); break;
      case add: addNumbers(a, b + offset, to, length); break;
      default: addRow(a, b, to, length, word(job, columns));
    }
    finishTask(control, tasks);
  }
}

export function cutBelow(from: usize, to: usize, left: i32): void {
  const zero = f32x4.splat(0);
  for (; left > 0; left -= 4) {
    give(to, f32x4.max(take(from, left), zero), left);
    from += 16;
    to += 16;
  }
}

/** `a` where `b` is above 0, 0 elsewhere. */
function wherePositive(a: usize, b: usize, to: usize, left: i32): void {
  const zero = f32x4.splat(0);
  for (; left > 0; left -= 4) {
    give(to, v128.and(take(a, left), f32x4.gt(take(b, left), zero)), left);
    a += 16;
    b += 16;
    to += 16;
  }
}

function addNumbers(a: usize, b: usize, to: usize, left: i32): void {
  for (; left > 0; left -= 4) {
    give(to, f32x4.add(take(a, left), take(b, left)), left);
    a += 16;
    b += 16;
    to += 16;
  }
}

function addRow(a: usize, row: usize, to: usize, left: i32, columns: i32): void {
  const rowBytes = <usize>columns << 2;
  for (; left > 0; left -= columns) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const rest = columns - <i32>(at >> 2);
      give(to + at, f32x4.add(take(a + at, rest), take(row + at, rest)), rest);
    }
    a += rowBytes;
    to += rowBytes;
  }
}

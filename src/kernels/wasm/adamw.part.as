/** AdamW over all weights: pieces of them are listed in a table, a piece a task. */
import { give, place, take, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job.
const table: usize = 8;
/** A float64 a piece. */
const squares: usize = 12;
/** 0: sums of squared gradients; 1: the step. */
const operation: usize = 16;
const shrink: usize = 20;
// How much of a moving average stays, and how much of what is new comes to it.
const keepFirst: usize = 24;
const addFirst: usize = 28;
const keepSecond: usize = 32;
const addSecond: usize = 36;
const root: usize = 40;
const epsilon: usize = 44;
const rate: usize = 48;

// Of a row of the table: addresses, then how many numbers, and what the weight is multiplied with.
const rowBytes: usize = 36;
const weight: usize = 4;
const first: usize = 8;
const second: usize = 12;
const newWeight: usize = 16;
const newFirst: usize = 20;
const newSecond: usize = 24;
const count: usize = 28;
const decay: usize = 32;

export function adamW(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks);
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const row = place(job, table) + <usize>task * rowBytes;
    if (word(job, operation) == 0) {
      f64.store(place(job, squares) + (<usize>task << 3), sumOfSquares(place(row, 0), word(row, count)));
    } else {
      move(job, row);
    }
    finishTask(control, tasks);
  }
}

function sumOfSquares(from: usize, left: i32): f64 {
  let low = f64x2.splat(0), high = low;
  for (; left > 0; left -= 4) {
    const numbers = take(from, left);
    const a = f64x2.promote_low_f32x4(numbers);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(numbers, numbers, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    from += 16;
  }
  const sums = f64x2.add(low, high);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

// @ts-ignore: decorators
@inline
function splat(job: usize, at: usize): v128 {
  return v128.load32_splat(job + at);
}

function move(job: usize, row: usize): void {
  const factor = splat(job, shrink);
  const b1 = splat(job, keepFirst), a1 = splat(job, addFirst);
  const b2 = splat(job, keepSecond), a2 = splat(job, addSecond);
  const scale = splat(job, root), small = splat(job, epsilon), step = splat(job, rate);
  const kept = splat(row, decay);
  let at: usize = 0;
  for (let left = word(row, count); left > 0; left -= 4) {
    const gradient = f32x4.mul(take(place(row, 0) + at, left), factor);
    const m = f32x4.add(f32x4.mul(take(place(row, first) + at, left), b1), f32x4.mul(gradient, a1));
    const v = f32x4.add(
      f32x4.mul(take(place(row, second) + at, left), b2),
      f32x4.mul(f32x4.mul(gradient, gradient), a2),
    );
    const deviation = f32x4.add(f32x4.mul(f32x4.sqrt(v), scale), small);
    const change = f32x4.mul(f32x4.div(m, deviation), step);
    const old = f32x4.mul(take(place(row, weight) + at, left), kept);
    give(place(row, newWeight) + at, f32x4.sub(old, change), left);
    give(place(row, newFirst) + at, m, left);
    give(place(row, newSecond) + at, v, left);
    at += 16;
  }
}

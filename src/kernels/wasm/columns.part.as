/**
 * Sums down the columns of matrices, and batch normalisation, which needs them: a block of rows a task. Blocks have a fixed
 * size and their sums are added up by the caller, so results don't depend on the number of threads.
 */
import { clear, give, place, take, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';
import { madd } from './tile.part';

// Words of a job.
const operation: usize = 8;
const numbers: usize = 12;
/** Of gradients: the matrix that came out of the normalisation's input. */
const others: usize = 16;
const result: usize = 20;
/** Of a matrix. */
const rows: usize = 24;
const columns: usize = 28;
const blockRows: usize = 32;
const blocksPerMatrix: usize = 36;
// One number a column.
const means: usize = 40;
const factors: usize = 44;
const otherFactors: usize = 48;
const offsets: usize = 52;
/** Of gradients through a rectifier: the offsets forwards, else 0. Forwards: the least number that comes out. */
const shifts: usize = 56;
const least: usize = 60;

const sum = 0, moments = 1, correlations = 2, normalise = 3;

/** Rows whose sums are made in one go: they stay in the first cache, and rounding errors stay small. */
const stretch = 64;

export function columnwise(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), wide = word(job, columns), kind = word(job, operation);
  const rowBytes = <usize>wide << 2;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const perMatrix = word(job, blocksPerMatrix);
    const block = task % perMatrix;
    const start = block * word(job, blockRows);
    const count = min(word(job, blockRows), word(job, rows) - start);
    const offset = (<usize>(task / perMatrix) * word(job, rows) + start) * rowBytes;
    const from = place(job, numbers) + offset;
    const sums = place(job, result) + <usize>task * rowBytes;
    if (kind == sum) {
      sumColumns(from, count, wide, sums);
    } else if (kind == moments) {
      blockMoments(from, count, wide, place(job, result) + <usize>task * rowBytes * 2);
    } else if (kind == correlations) {
      const to = place(job, result) + <usize>task * rowBytes * 2;
      correlate(job, from, place(job, others) + offset, count, wide, to);
    } else if (kind == normalise) {
      scaleColumns(job, from, place(job, result) + offset, count, wide);
    } else {
      normaliseBack(job, from, place(job, others) + offset, place(job, result) + offset, count, wide);
    }
    finishTask(control, tasks);
  }
}

function sumColumns(from: usize, count: i32, wide: i32, sums: usize): void {
  const rowBytes = <usize>wide << 2;
  clear(sums, wide);
  for (; count > 0; count -= stretch) {
    const high = min(stretch, count);
    let column = 0;
    for (; column + 16 <= wide; column += 16) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      let at = from + (<usize>column << 2);
      for (let row = 0; row < high; row++) {
        s0 = f32x4.add(s0, v128.load(at));
        s1 = f32x4.add(s1, v128.load(at, 16));
        s2 = f32x4.add(s2, v128.load(at, 32));
        s3 = f32x4.add(s3, v128.load(at, 48));
        at += rowBytes;
      }
      const to = sums + (<usize>column << 2);
      v128.store(to, f32x4.add(v128.load(to), s0));
      v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
      v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
      v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
    }
    for (; column < wide; column += 4) {
      const rest = wide - column;
      let sum = f32x4.splat(0);
      let at = from + (<usize>column << 2);
      for (let row = 0; row < high; row++) {
        sum = f32x4.add(sum, take(at, rest));
        at += rowBytes;
      }
      const to = sums + (<usize>column << 2);
      give(to, f32x4.add(take(to, rest), sum), rest);
    }
    from += <usize>stretch * rowBytes;
  }
}

/** Means of a block's columns, then sums of squared distances from them. */
function blockMoments(from: usize, count: i32, wide: i32, to: usize): void {
  const rowBytes = <usize>wide << 2;
  sumColumns(from, count, wide, to);
  const size = f32x4.splat(<f32>count);
  for (let at = to, left = wide; left > 0; left -= 4) {
    give(at, f32x4.div(take(at, left), size), left);
    at += 16;
  }
  const squares = to + rowBytes;
  clear(squares, wide);
  for (; count > 0; count -= stretch) {
    const high = min(stretch, count);
    let column = 0;
    for (; column + 8 <= wide; column += 8) {
      const at8 = <usize>column << 2;
      const m0 = v128.load(to + at8), m1 = v128.load(to + at8, 16);
      let s0 = f32x4.splat(0), s1 = s0;
      let at = from + at8;
      for (let row = 0; row < high; row++) {
        const d0 = f32x4.sub(v128.load(at), m0), d1 = f32x4.sub(v128.load(at, 16), m1);
        s0 = madd(d0, d0, s0);
        s1 = madd(d1, d1, s1);
        at += rowBytes;
      }
      v128.store(squares + at8, f32x4.add(v128.load(squares + at8), s0));
      v128.store(squares + at8, f32x4.add(v128.load(squares + at8, 16), s1), 16);
    }
    for (; column < wide; column += 4) {
      const rest = wide - column, offset = <usize>column << 2;
      const mean = take(to + offset, rest);
      let sum = f32x4.splat(0);
      let at = from + offset;
      for (let row = 0; row < high; row++) {
        const distance = f32x4.sub(take(at, rest), mean);
        sum = madd(distance, distance, sum);
        at += rowBytes;
      }
      give(squares + offset, f32x4.add(take(squares + offset, rest), sum), rest);
    }
    from += <usize>stretch * rowBytes;
  }
}

/** `dy` where what came out of a rectifier was above 0: the same arithmetic as forwards decides. */
// @ts-ignore: decorators
@inline
function through(dy: v128, centred: v128, factor: v128, shift: v128): v128 {
  return v128.and(dy, f32x4.gt(madd(centred, factor, shift), f32x4.splat(0)));
}

/** Sums of `dy`, then of `dy * (x - mean)`. */
function correlate(job: usize, dy: usize, x: usize, count: i32, wide: i32, sums: usize): void {
  const rowBytes = <usize>wide << 2;
  const mean = place(job, means), factor = place(job, factors), shift = place(job, shifts);
  clear(sums, 2 * wide);
  for (; count > 0; count -= stretch) {
    const high = min(stretch, count);
    for (let column = 0; column < wide; column += 4) {
      const rest = wide - column, offset = <usize>column << 2;
      const m = take(mean + offset, rest);
      let sum = f32x4.splat(0), products = sum;
      let a = dy + offset, b = x + offset;
      if (shift != 0) {
        const slope = take(factor + offset, rest), lift = take(shift + offset, rest);
        if (rest >= 4) {
          for (let row = 0; row < high; row++) {
            const centred = f32x4.sub(v128.load(b), m);
            const passed = through(v128.load(a), centred, slope, lift);
            sum = f32x4.add(sum, passed);
            products = madd(passed, centred, products);
            a += rowBytes;
            b += rowBytes;
          }
        } else {
          for (let row = 0; row < high; row++) {
            const centred = f32x4.sub(take(b, rest), m);
            const passed = through(take(a, rest), centred, slope, lift);
            sum = f32x4.add(sum, passed);
            products = madd(passed, centred, products);
            a += rowBytes;
            b += rowBytes;
          }
        }
      } else if (rest >= 4) {
        for (let row = 0; row < high; row++) {
          const passed = v128.load(a);
          sum = f32x4.add(sum, passed);
          products = madd(passed, f32x4.sub(v128.load(b), m), products);
          a += rowBytes;
          b += rowBytes;
        }
      } else {
        for (let row = 0; row < high; row++) {
          const passed = take(a, rest);
          sum = f32x4.add(sum, passed);
          products = madd(passed, f32x4.sub(take(b, rest), m), products);
          a += rowBytes;
          b += rowBytes;
        }
      }
      give(sums + offset, f32x4.add(take(sums + offset, rest), sum), rest);
      const to = sums + rowBytes + offset;
      give(to, f32x4.add(take(to, rest), products), rest);
    }
    dy += <usize>stretch * rowBytes;
    x += <usize>stretch * rowBytes;
  }
}

/** `(x - mean) * factor + offset`, or the least number where that is less. */
function scaleColumns(job: usize, from: usize, to: usize, count: i32, wide: i32): void {
  const mean = place(job, means), factor = place(job, factors), shift = place(job, offsets);
  const floor = f32x4.splat(load<f32>(job + least));
  for (; count > 0; count--) {
    let at: usize = 0;
    for (let left = wide; left > 0; left -= 4) {
      const centred = f32x4.sub(take(from + at, left), take(mean + at, left));
      const scaled = madd(centred, take(factor + at, left), take(shift + at, left));
      give(to + at, f32x4.max(scaled, floor), left);
      at += 16;
    }
    from += <usize>wide << 2;
    to += <usize>wide << 2;
  }
}

/** `dy * factor + ((x - mean) * otherFactor + offset)`. */
function normaliseBack(job: usize, dy: usize, x: usize, to: usize, count: i32, wide: i32): void {
  const mean = place(job, means), factor = place(job, factors), lift = place(job, shifts);
  const lean = place(job, otherFactors), shift = place(job, offsets);
  for (; count > 0; count--) {
    let at: usize = 0;
    for (let left = wide; left > 0; left -= 4) {
      const centred = f32x4.sub(take(x + at, left), take(mean + at, left));
      const slope = take(factor + at, left);
      const aside = madd(centred, take(lean + at, left), take(shift + at, left));
      let passed = take(dy + at, left);
      if (lift != 0) passed = through(passed, centred, slope, take(lift + at, left));
      give(to + at, madd(passed, slope, aside), left);
      at += 16;
    }
    dy += <usize>wide << 2;
    x += <usize>wide << 2;
    to += <usize>wide << 2;
  }
}

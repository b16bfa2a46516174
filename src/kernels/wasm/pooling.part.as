/** Poolings of images (NHWC) and their gradients, an image a task. A window is cut where it hangs over the border. */
import { clear, give, place, take, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job. `fine` has the size of the pooling's input, `coarse` that of its output.
const operation: usize = 8;
/** What is pooled; of a gradient of averages nothing. */
const input: usize = 12;
/** The gradient to write, of the input's size. */
const fine: usize = 16;
/** What is pooled to, or the gradient that comes from there. */
const coarse: usize = 20;
const height: usize = 24;
const width: usize = 28;
const channels: usize = 32;
const outHeight: usize = 36;
const outWidth: usize = 40;
const filterHeight: usize = 44;
const filterWidth: usize = 48;
const strideHeight: usize = 52;
const strideWidth: usize = 56;
const padTop: usize = 60;
const padLeft: usize = 64;

const maximum = 0, average = 1, maximumGradient = 2;

export function pool(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), kind = word(job, operation);
  const numbers = word(job, height) * word(job, width) * word(job, channels);
  const fineBytes = <usize>numbers << 2;
  const pixelBytes = <usize>word(job, channels) << 2;
  const rowBytes = pixelBytes * word(job, width);
  const coarseBytes = <usize>(word(job, outHeight) * word(job, outWidth)) * pixelBytes;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const from = place(job, input) + <usize>task * fineBytes;
    const gradient = place(job, fine) + <usize>task * fineBytes;
    let to = place(job, coarse) + <usize>task * coarseBytes;
    if (kind >= maximumGradient) clear(gradient, numbers);
    for (let y = 0; y < word(job, outHeight); y++) {
      const corner = y * word(job, strideHeight) - word(job, padTop);
      const top = max(0, corner), rows = max(0, min(word(job, height), corner + word(job, filterHeight)) - top);
      for (let x = 0; x < word(job, outWidth); x++) {
        const side = x * word(job, strideWidth) - word(job, padLeft);
        const left = max(0, side), across = max(0, min(word(job, width), side + word(job, filterWidth)) - left);
        const first = <usize>top * rowBytes + <usize>left * pixelBytes;
        if (kind == maximum) {
          largest(from + first, rows, across, rowBytes, pixelBytes, to, word(job, channels));
        } else if (kind == average) {
          mean(from + first, rows, across, rowBytes, pixelBytes, to, word(job, channels));
        } else if (kind == maximumGradient) {
          toLargest(from + first, gradient + first, rows, across, rowBytes, pixelBytes, to, word(job, channels));
        } else {
          // Also at the border, where the forward pass divides by fewer: as the library's backends do.
          const share = <f32>1 / <f32>(word(job, filterHeight) * word(job, filterWidth));
          toAll(gradient + first, rows, across, rowBytes, pixelBytes, to, word(job, channels), share);
        }
        to += pixelBytes;
      }
    }
    finishTask(control, tasks);
  }
}

function largest(
  from: usize, rows: i32, across: i32, rowBytes: usize, pixelBytes: usize, to: usize, count: i32,
): void {
  for (; count >= 8; count -= 8) {
    let low = f32x4.splat(-Infinity), high = low;
    let row = from;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        low = f32x4.max(low, v128.load(at));
        high = f32x4.max(high, v128.load(at, 16));
        at += pixelBytes;
      }
      row += rowBytes;
    }
    v128.store(to, low);
    v128.store(to, high, 16);
    from += 32;
    to += 32;
  }
  for (; count > 0; count -= 4) {
    let best = f32x4.splat(-Infinity);
    let row = from;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        best = f32x4.max(best, take(at, count));
        at += pixelBytes;
      }
      row += rowBytes;
    }
    give(to, best, count);
    from += 16;
    to += 16;
  }
}

function mean(
  from: usize, rows: i32, across: i32, rowBytes: usize, pixelBytes: usize, to: usize, count: i32,
): void {
  const size = f32x4.splat(<f32>(rows * across));
  for (; count > 0; count -= 4) {
    let sum = f32x4.splat(0);
    let row = from;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        sum = f32x4.add(sum, take(at, count));
        at += pixelBytes;
      }
      row += rowBytes;
    }
    give(to, f32x4.div(sum, size), count);
    from += 16;
    to += 16;
  }
}

/** Adds a pixel's gradient where the first largest number of its window is. */
function toLargest(
  from: usize, gradient: usize, rows: i32, across: i32, rowBytes: usize, pixelBytes: usize, dy: usize, count: i32,
): void {
  for (; count >= 8; count -= 8) {
    let best = f32x4.splat(-Infinity), best1 = best, found = i32x4.splat(-1), found1 = found;
    let row = from;
    let window = i32x4.splat(0);
    const one = i32x4.splat(1);
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        const low = v128.load(at), high = v128.load(at, 16);
        const larger = f32x4.gt(low, best), larger1 = f32x4.gt(high, best1);
        best = v128.bitselect(low, best, larger);
        best1 = v128.bitselect(high, best1, larger1);
        found = v128.bitselect(window, found, larger);
        found1 = v128.bitselect(window, found1, larger1);
        window = i32x4.add(window, one);
        at += pixelBytes;
      }
      row += rowBytes;
    }
    const low = v128.load(dy), high = v128.load(dy, 16);
    row = gradient;
    window = i32x4.splat(0);
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        v128.store(at, f32x4.add(v128.load(at), v128.and(low, i32x4.eq(found, window))));
        v128.store(at, f32x4.add(v128.load(at, 16), v128.and(high, i32x4.eq(found1, window))), 16);
        window = i32x4.add(window, one);
        at += pixelBytes;
      }
      row += rowBytes;
    }
    from += 32;
    gradient += 32;
    dy += 32;
  }
  for (; count > 0; count -= 4) {
    let best = f32x4.splat(-Infinity), found = i32x4.splat(-1);
    let row = from;
    let window = 0;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        const numbers = take(at, count);
        const larger = f32x4.gt(numbers, best);
        best = v128.bitselect(numbers, best, larger);
        found = v128.bitselect(i32x4.splat(window++), found, larger);
        at += pixelBytes;
      }
      row += rowBytes;
    }
    const change = take(dy, count);
    row = gradient;
    window = 0;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        const here = v128.and(change, i32x4.eq(found, i32x4.splat(window++)));
        give(at, f32x4.add(take(at, count), here), count);
        at += pixelBytes;
      }
      row += rowBytes;
    }
    from += 16;
    gradient += 16;
    dy += 16;
  }
}

/** Adds a share of a pixel's gradient all over its window. */
function toAll(
  gradient: usize, rows: i32, across: i32, rowBytes: usize, pixelBytes: usize, dy: usize, count: i32, share: f32,
): void {
  for (; count > 0; count -= 4) {
    const change = f32x4.mul(take(dy, count), f32x4.splat(share));
    let row = gradient;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < across; x++) {
        give(at, f32x4.add(take(at, count), change), count);
        at += pixelBytes;
      }
      row += rowBytes;
    }
    gradient += 16;
    dy += 16;
  }
}

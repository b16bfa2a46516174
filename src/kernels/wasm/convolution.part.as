/**
 * Convolutions of padded images (NHWC) as products that are never unfolded: the numbers that a filter row meets lie one
 * after the other, so an output pixel is a product of `filterHeight` runs of `filterWidth * channels` numbers.
 */
import { clear, copy, place, word } from './memory.part';
import { columnsTile, rowsTile } from './tile.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job that both kinds of convolution have; lengths of rows are in numbers, steps and sizes in bytes.
const image: usize = 8;
const imageBytes: usize = 12;
const images: usize = 16;
const height: usize = 20;
const rowLength: usize = 24;
const padTop: usize = 28;
const padLeft: usize = 32;
const paddedRowLength: usize = 36;
const paddedHeight: usize = 40;
const scratch: usize = 44;
/** Of one thread; 0 where images are used where they lie. */
const scratchBytes: usize = 48;
const filterHeight: usize = 52;
const run: usize = 56;
const filterJump: usize = 60;
const other: usize = 64;
const outChannels: usize = 68;
const result: usize = 72;
const resultBytes: usize = 76;

// Of a sweep.
const chunkImages: usize = 80;
const pixels: usize = 84;
const inputPlaces: usize = 88;
const outputPlaces: usize = 92;
const biasPlace: usize = 96;
const leastPlace: usize = 100;
const firstPlace: usize = 104;

// Of a transposed product.
const chunkRows: usize = 80;

// Of a filter gradient.
const outHeight: usize = 80;
const outWidth: usize = 84;
const stepBytes: usize = 88;
const rowStepBytes: usize = 92;
const gradientBytes: usize = 96;
/** Images whose positions go through a tile in one go: a few numbers are too few for what a tile costs. */
const groupImages: usize = 100;

/** At the end of a thread's scratch: six places of a tile that isn't full. */
const tailBytes = 32;

/** Writes an image with its border of zeros; rows and columns beyond the padded size are left out. */
function pad(job: usize, from: usize, to: usize): void {
  const rows = word(job, height), top = word(job, padTop), across = word(job, paddedRowLength);
  const left = word(job, padLeft), length = min(word(job, rowLength), across - left);
  for (let y = 0, all = word(job, paddedHeight); y < all; y++) {
    if (y < top || y >= top + rows) {
      clear(to, across);
    } else {
      clear(to, left);
      copy(from + ((<usize>(y - top) * word(job, rowLength)) << 2), to + (<usize>left << 2), length);
      clear(to + (<usize>(left + length) << 2), across - left - length);
    }
    to += <usize>across << 2;
  }
}

/** Output pixels of a chunk of images a task. */
export function sweep(control: usize, job: usize, number: i32, thread: i32): void {
  const tasks = word(job, jobTasks);
  const perThread = place(job, scratchBytes);
  const mine = place(job, scratch) + <usize>thread * (perThread + tailBytes);
  const tail = mine + perThread;
  const chunk = word(job, chunkImages), perImage = word(job, pixels);
  const rowsA = place(job, inputPlaces), rowsC = place(job, outputPlaces);
  const segments = word(job, filterHeight), length = word(job, run), jump = place(job, filterJump);
  const panelBytes = <usize>(segments * length) << 5;
  const columns = word(job, outChannels);
  const least = f32x4.splat(load<f32>(job + leastPlace));
  const paddedBytes = <usize>(word(job, paddedRowLength) * word(job, paddedHeight)) << 2;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const first = task * chunk;
    const count = min(chunk, word(job, images) - first);
    let a = place(job, image) + <usize>first * place(job, imageBytes);
    if (perThread > 0) {
      for (let i = 0; i < count; i++) {
        pad(job, a + <usize>i * place(job, imageBytes), mine + <usize>i * paddedBytes);
      }
      a = mine;
    }
    a += place(job, firstPlace);
    const rows = count * perImage;
    let b = place(job, other), bias = place(job, biasPlace);
    let c = place(job, result) + <usize>first * place(job, resultBytes);
    for (let column = 0; column < columns; column += 8) {
      const wide = min(8, columns - column);
      let row = 0;
      for (; row + 6 <= rows; row += 6) {
        const at = <usize>row << 2;
        rowsTile(a, rowsA + at, segments, length, jump, b, c, rowsC + at, 6, wide, bias, least);
      }
      if (row < rows) {
        // The places beyond the last pixel belong to images that may not be there.
        for (let i = 0; i < 6; i++) {
          store<i32>(tail + (<usize>i << 2), load<i32>(rowsA + (<usize>min(row + i, rows - 1) << 2)));
        }
        rowsTile(a, tail, segments, length, jump, b, c, rowsC + (<usize>row << 2), rows - row, wide, bias, least);
      }
      b += panelBytes;
      bias += 32;
      c += 32;
    }
    finishTask(control, tasks);
  }
}

/** Sums of a fixed share of the images a task, tile by tile; `sumShares` adds them up. */
export function filterGradient(control: usize, job: usize, number: i32, thread: i32): void {
  const tasks = word(job, jobTasks);
  const perThread = place(job, scratchBytes);
  const mine = place(job, scratch) + <usize>thread * perThread;
  const columns = word(job, outChannels), panels = (columns + 7) >> 3;
  const high = word(job, outHeight), wide = word(job, outWidth);
  const segments = word(job, filterHeight), tiles = (word(job, run) + 5) / 6;
  const stepA = place(job, stepBytes), jumpA = place(job, rowStepBytes);
  // Where channels don't fill their vectors, `dy` is copied too, with zeros in between.
  const packs = (columns & 7) != 0;
  const group = word(job, groupImages);
  const paddedBytes = <usize>(word(job, paddedRowLength) * word(job, paddedHeight)) << 2;
  const packed = mine + <usize>group * paddedBytes + 32;
  const stepB = packs ? <usize>panels << 5 : <usize>columns << 2;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const share = place(job, result) + <usize>task * place(job, resultBytes);
    clear(share, <i32>(place(job, resultBytes) >> 2));
    const end = (task + 1) * word(job, images) / tasks;
    for (let i = task * word(job, images) / tasks; i < end; i += group) {
      const count = min(group, end - i);
      for (let j = 0; j < count; j++) {
        const from = place(job, image) + <usize>(i + j) * place(job, imageBytes);
        pad(job, from, mine + <usize>j * paddedBytes);
      }
      let dy = place(job, other) + <usize>i * place(job, gradientBytes);
      if (packs) {
        for (let p = 0; p < count * high * wide; p++) {
          copy(dy + <usize>(p * columns << 2), packed + <usize>p * stepB, columns);
          clear(packed + <usize>p * stepB + (<usize>columns << 2), (panels << 3) - columns);
        }
        dy = packed;
      }
      let c = share;
      for (let s = 0; s < segments; s++) {
        for (let tile = 0; tile < tiles; tile++) {
          const a = mine + <usize>s * place(job, filterJump) + <usize>tile * 24;
          for (let panel = 0; panel < panels; panel++) {
            columnsTile(
              a, stepA, jumpA, paddedBytes, dy + (<usize>panel << 5), stepB, count, high, wide, c,
            );
            c += 192;
          }
        }
      }
    }
    finishTask(control, tasks);
  }
}

/**
 * Adds the shares of `filterGradient` and writes them as a filter `[segments, run, columns]`, six rows a task. Words: `image`
 * is where the shares lie, `images` how many there are, `imageBytes` how long one is.
 */
export function sumShares(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks);
  const shares = word(job, images), bytes = place(job, imageBytes);
  const length = word(job, run), columns = word(job, outChannels);
  const tiles = (length + 5) / 6, panels = (columns + 7) >> 3;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const tile = task % tiles;
    const first = (task / tiles) * length + tile * 6, rows = min(6, length - tile * 6);
    let from = place(job, image) + <usize>(task * panels) * 192;
    for (let panel = 0; panel < panels; panel++) {
      const wide = min(8, columns - panel * 8);
      for (let row = 0; row < rows; row++) {
        const at = from + <usize>row * 32;
        let low = v128.load(at), high = v128.load(at, 16);
        for (let i = 1; i < shares; i++) {
          low = f32x4.add(low, v128.load(at + <usize>i * bytes));
          high = f32x4.add(high, v128.load(at + <usize>i * bytes, 16));
        }
        const to = place(job, result) + (<usize>((first + row) * columns + panel * 8) << 2);
        if (wide == 8) {
          v128.store(to, low);
          v128.store(to, high, 16);
        } else {
          // The sums are no longer needed where they lie.
          v128.store(at, low);
          v128.store(at, high, 16);
          copy(at, to, wide);
        }
      }
      from += 192;
    }
    finishTask(control, tasks);
  }
}

/**
 * Packs a factor for `rowsTile`: `to[panel][k][i] = from[k * stepK + (8 * panel + i) * stepN]`, with zeros beyond `n`. Steps
 * are in numbers.
 */
export function packPanels(
  from: usize, k: i32, n: i32, stepK: i32, stepN: i32, to: usize, panelBytes: usize,
): void {
  for (let column = 0; column < n; column += 8) {
    const wide = min(8, n - column);
    let at = to;
    for (let row = 0; row < k; row++) {
      const start = from + (<usize>(row * stepK + column * stepN) << 2);
      if (wide == 8 && stepN == 1) {
        v128.store(at, v128.load(start));
        v128.store(at, v128.load(start, 16), 16);
      } else {
        for (let i = 0; i < 8; i++) {
          f32.store(at + (<usize>i << 2), i < wide ? f32.load(start + (<usize>(i * stepN) << 2)) : 0);
        }
      }
      at += 32;
    }
    to += panelBytes;
  }
}

/**
 * Rows of a product a task: `c = a^T b`, `a` `[k, m]`, `b` `[k, n]` packed or with rows of whole vectors. Words: `other` is
 * `b`, `run` k, `rowLength` m, `outChannels` n, `stepBytes` from row to row of b, `rowStepBytes` from panel to panel.
 */
export function transposedProduct(control: usize, job: usize, number: i32, thread: i32): void {
  const tasks = word(job, jobTasks);
  const sums = place(job, scratch) + <usize>thread * 192;
  const m = word(job, rowLength), n = word(job, outChannels), k = word(job, run);
  const chunk = word(job, chunkRows);
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const end = min(m, (task + 1) * chunk);
    for (let row = task * chunk; row < end; row += 6) {
      const a = place(job, image) + (<usize>row << 2);
      let b = place(job, other);
      for (let column = 0; column < n; column += 8) {
        clear(sums, 48);
        columnsTile(a, <usize>m << 2, 0, 0, b, place(job, stepBytes), 1, 1, k, sums);
        const wide = min(8, n - column), rows = min(6, end - row);
        for (let i = 0; i < rows; i++) {
          copy(sums + <usize>i * 32, place(job, result) + (<usize>((row + i) * n + column) << 2), wide);
        }
        b += place(job, rowStepBytes);
      }
    }
    finishTask(control, tasks);
  }
}

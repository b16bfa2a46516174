/**
 * Convolutions with 3 x 3 filters and stride 1 by Winograd's F(2 x 2, 3 x 3), as Lavin and Gray describe it ("Fast algorithms
 * for convolutional neural networks", 2016): tiles of 4 x 4 input pixels, two apart, and filters are transformed to 16 numbers
 * a channel, whose products make 2 x 2 output pixels: 16 multiplications instead of 36. Rows of tiles are the unit of work.
 * Channels come in whole vectors, those of the output in pairs of them.
 */
import { clear, place, takeEvery, word } from './memory.part';
import { columnsTile, productTile } from './tile.part';
import { finishTask, jobTasks, takeTask } from './threads.part';

// Words of a job; sizes are in numbers, what ends on `Bytes` in bytes.
const image: usize = 8;
const imageBytes: usize = 12;
const height: usize = 16;
const width: usize = 20;
const channels: usize = 24;
/** Where the first tile begins in the image: 0 or less. */
const top: usize = 28;
const left: usize = 32;
/** Tiles of an image, down and across. */
const down: usize = 36;
const across: usize = 40;
/** Rows of tiles in all images, and in one go. */
const tileRows: usize = 44;
const goRows: usize = 48;
const scratch: usize = 52;
const scratchBytes: usize = 56;
/** A row of zeros, as long as one of the image or of `dy`. */
const zeros: usize = 60;
/** The transformed filter, or `dy`. */
const other: usize = 64;
const outChannels: usize = 68;
const result: usize = 72;
/** Of one image of the output, or of one share of the sums. */
const resultBytes: usize = 76;
const outHeight: usize = 80;
const outWidth: usize = 84;
const bias: usize = 88;
const least: usize = 92;

// Of a filter that is transformed.
const tapRowBytes: usize = 12;
const tapBytes: usize = 16;
const inStepBytes: usize = 28;
const outStepBytes: usize = 32;

// Of the sums of a filter gradient.
const shares: usize = 16;

/** Bytes between the parts of what is transformed; one cache line more, so that the parts don't fall on each other. */
// @ts-ignore: decorators
@inline
function partBytes(tiles: i32, numbers: i32): usize {
  return (<usize>(tiles * numbers) << 2) + 64;
}

/** The row at `y` of an image, or zeros. */
// @ts-ignore: decorators
@inline
function rowAt(from: usize, y: i32, rows: i32, rowBytes: usize, nothing: usize): usize {
  return y >= 0 && y < rows ? from + <usize>y * rowBytes : nothing;
}

/** Input tiles of a row, down: `count` numbers of four rows; the four results are `stripBytes` apart. */
function inputDown(r0: usize, r1: usize, r2: usize, r3: usize, to: usize, stripBytes: usize, count: i32): void {
  for (; count > 0; count -= 4) {
    const a = v128.load(r0), b = v128.load(r1), c = v128.load(r2), d = v128.load(r3);
    v128.store(to, f32x4.sub(a, c));
    v128.store(to + stripBytes, f32x4.add(b, c));
    v128.store(to + 2 * stripBytes, f32x4.sub(c, b));
    v128.store(to + 3 * stripBytes, f32x4.sub(b, d));
    r0 += 16; r1 += 16; r2 += 16; r3 += 16; to += 16;
  }
}

/** The same across. */
function inputAcross(from: usize, tiles: i32, wide: i32, to: usize, part: usize): void {
  const pixel = <usize>wide << 2;
  for (; tiles > 0; tiles--) {
    for (let left = wide; left > 0; left -= 4) {
      const a = v128.load(from), b = v128.load(from + pixel);
      const c = v128.load(from + 2 * pixel), d = v128.load(from + 3 * pixel);
      v128.store(to, f32x4.sub(a, c));
      v128.store(to + part, f32x4.add(b, c));
      v128.store(to + 2 * part, f32x4.sub(c, b));
      v128.store(to + 3 * part, f32x4.sub(b, d));
      from += 16; to += 16;
    }
    from += pixel;
  }
}

/** Tiles of 2 x 2 gradients become 4 x 4, down. */
function gradientDown(r0: usize, r1: usize, to: usize, stripBytes: usize, count: i32): void {
  for (; count > 0; count -= 4) {
    const a = v128.load(r0), b = v128.load(r1);
    v128.store(to, a);
    v128.store(to + stripBytes, f32x4.add(a, b));
    v128.store(to + 2 * stripBytes, f32x4.sub(a, b));
    v128.store(to + 3 * stripBytes, f32x4.neg(b));
    r0 += 16; r1 += 16; to += 16;
  }
}

/** The same across. */
function gradientAcross(from: usize, tiles: i32, wide: i32, to: usize, part: usize): void {
  const pixel = <usize>wide << 2;
  for (; tiles > 0; tiles--) {
    for (let left = wide; left > 0; left -= 4) {
      const a = v128.load(from), b = v128.load(from + pixel);
      v128.store(to, a);
      v128.store(to + part, f32x4.add(a, b));
      v128.store(to + 2 * part, f32x4.sub(a, b));
      v128.store(to + 3 * part, f32x4.neg(b));
      from += 16; to += 16;
    }
    from += pixel;
  }
}

/** `[16][tiles][channels]` at `to`, of `count` rows of tiles from `first` on. */
function transformInput(job: usize, first: i32, count: i32, strip: usize, to: usize, part: usize): void {
  const wide = word(job, channels), columns = word(job, across), rows = word(job, down);
  const rowBytes = <usize>(word(job, width) * wide) << 2;
  const stripNumbers = (2 * columns + 2) * wide;
  const stripBytes = <usize>stripNumbers << 2;
  const before = -word(job, left) * wide;
  const inside = min(stripNumbers - before, word(job, width) * wide);
  const beyond = stripNumbers - before - inside;
  for (let i: usize = 0; i < 4; i++) {
    clear(strip + i * stripBytes, before);
    clear(strip + i * stripBytes + (<usize>(before + inside) << 2), beyond);
  }
  const nothing = place(job, zeros);
  for (let row = first; row < first + count; row++) {
    const from = place(job, image) + <usize>(row / rows) * place(job, imageBytes);
    const y = 2 * (row % rows) + word(job, top), high = word(job, height);
    inputDown(
      rowAt(from, y, high, rowBytes, nothing), rowAt(from, y + 1, high, rowBytes, nothing),
      rowAt(from, y + 2, high, rowBytes, nothing), rowAt(from, y + 3, high, rowBytes, nothing),
      strip + (<usize>before << 2), stripBytes, inside,
    );
    for (let i: usize = 0; i < 4; i++) {
      inputAcross(strip + i * stripBytes, columns, wide, to + 4 * i * part, part);
    }
    to += <usize>(columns * wide) << 2;
  }
}

/** The same of `dy`. */
function transformGradient(job: usize, first: i32, count: i32, strip: usize, to: usize, part: usize): void {
  const wide = word(job, outChannels), columns = word(job, across), rows = word(job, down);
  const high = word(job, outHeight), inside = word(job, outWidth) * wide;
  const rowBytes = <usize>inside << 2;
  const stripBytes = <usize>(2 * columns * wide) << 2;
  for (let i: usize = 0; i < 4; i++) clear(strip + i * stripBytes + rowBytes, 2 * columns * wide - inside);
  const nothing = place(job, zeros);
  for (let row = first; row < first + count; row++) {
    const from = place(job, other) + <usize>(row / rows * high) * rowBytes;
    const y = 2 * (row % rows);
    gradientDown(
      from + <usize>y * rowBytes, rowAt(from, y + 1, high, rowBytes, nothing), strip, stripBytes, inside,
    );
    for (let i: usize = 0; i < 4; i++) {
      gradientAcross(strip + i * stripBytes, columns, wide, to + 4 * i * part, part);
    }
    to += <usize>(columns * wide) << 2;
  }
}

/** Four vectors of a row of products to two of pixels. */
// @ts-ignore: decorators
@inline
function putPixels(
  a: v128, b: v128, c: v128, d: v128, shift: v128, floor: v128, to: usize, step: usize, both: bool,
): void {
  v128.store(to, f32x4.max(f32x4.add(f32x4.add(f32x4.add(a, b), c), shift), floor));
  if (both) v128.store(to + step, f32x4.max(f32x4.add(f32x4.sub(f32x4.sub(b, c), d), shift), floor));
}

/** Eight channels of the pixels of `count` rows of tiles. `products` is `[16][tiles][8]`. */
function putTiles(
  job: usize, first: i32, count: i32, products: usize, part: usize, to: usize, shifts: usize, floor: v128,
): void {
  const columns = word(job, across), rows = word(job, down);
  const high = word(job, outHeight), wide = word(job, outWidth);
  const pixel = place(job, outChannels) << 2, rowBytes = <usize>wide * pixel;
  for (let row = first; row < first + count; row++) {
    const y = 2 * (row % rows);
    const below = y + 1 < high;
    let at = to + <usize>(row / rows) * place(job, resultBytes) + <usize>y * rowBytes;
    for (let x = 0; x < 2 * columns; x += 2) {
      const both = x + 1 < wide;
      for (let half: usize = 0; half < 32; half += 16) {
        const from = products + half, shift = v128.load(shifts + half);
        // The first two rows of the transform down, column by column.
        let a = v128.load(from + 4 * part), b = v128.load(from + 8 * part);
        const u0 = f32x4.add(f32x4.add(v128.load(from), a), b);
        const w0 = f32x4.sub(f32x4.sub(a, b), v128.load(from + 12 * part));
        a = v128.load(from + 5 * part); b = v128.load(from + 9 * part);
        const u1 = f32x4.add(f32x4.add(v128.load(from + part), a), b);
        const w1 = f32x4.sub(f32x4.sub(a, b), v128.load(from + 13 * part));
        a = v128.load(from + 6 * part); b = v128.load(from + 10 * part);
        const u2 = f32x4.add(f32x4.add(v128.load(from + 2 * part), a), b);
        const w2 = f32x4.sub(f32x4.sub(a, b), v128.load(from + 14 * part));
        a = v128.load(from + 7 * part); b = v128.load(from + 11 * part);
        const u3 = f32x4.add(f32x4.add(v128.load(from + 3 * part), a), b);
        const w3 = f32x4.sub(f32x4.sub(a, b), v128.load(from + 15 * part));
        putPixels(u0, u1, u2, u3, shift, floor, at + half, pixel, both);
        if (below) putPixels(w0, w1, w2, w3, shift, floor, at + half + rowBytes, pixel, both);
      }
      at += 2 * pixel;
      products += 32;
    }
  }
}

/** Output pixels of some rows of tiles a task. */
export function winograd(control: usize, job: usize, number: i32, thread: i32): void {
  const tasks = word(job, jobTasks), go = word(job, goRows);
  const columns = word(job, across), wide = word(job, channels), panels = word(job, outChannels) >> 3;
  const strip = place(job, scratch) + <usize>thread * place(job, scratchBytes);
  const inputs = strip + (<usize>((2 * columns + 2) * wide) << 4);
  // Whole tiles of six rows, however many there are.
  const most = (go * columns + 5) / 6 * 6;
  const part = partBytes(most, wide), productPart = partBytes(most, 8);
  const products = inputs + 16 * part;
  const filterBytes = <usize>wide << 5;
  const floor = f32x4.splat(load<f32>(job + least));
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const first = task * go;
    const count = min(go, word(job, tileRows) - first);
    transformInput(job, first, count, strip, inputs, part);
    let filter = place(job, other);
    for (let panel = 0; panel < panels; panel++) {
      for (let i: usize = 0; i < 16; i++) {
        let from = inputs + i * part, to = products + i * productPart;
        for (let tiles = count * columns; tiles > 0; tiles -= 6) {
          productTile(from, <usize>wide << 2, filter, wide, to);
          from += <usize>(6 * wide) << 2;
          to += 192;
        }
        filter += filterBytes;
      }
      const eight = <usize>panel << 5;
      putTiles(job, first, count, products, productPart, place(job, result) + eight, place(job, bias) + eight, floor);
    }
    finishTask(control, tasks);
  }
}

// @ts-ignore: decorators
@inline
function half(a: v128): v128 {
  return f32x4.mul(a, f32x4.splat(0.5));
}

/** Three taps of four filters to four numbers, `part` apart. */
// @ts-ignore: decorators
@inline
function putTaps(a: v128, b: v128, c: v128, to: usize, part: usize): void {
  const outer = half(f32x4.add(a, c)), inner = half(b);
  v128.store(to, a);
  v128.store(to + part, f32x4.add(outer, inner));
  v128.store(to + 2 * part, f32x4.sub(outer, inner));
  v128.store(to + 3 * part, c);
}

/** Filters `[panel][16][channels][8]` at `result`, eight of the output's channels a task. */
export function transformFilter(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), wide = word(job, channels);
  const outStep = place(job, outStepBytes), part = <usize>wide << 5;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    for (let quarter = 0; quarter < 2; quarter++) {
      let from = place(job, image) + <usize>(task * 8 + quarter * 4) * outStep;
      let to = place(job, result) + <usize>task * 16 * part + (<usize>quarter << 4);
      for (let channel = 0; channel < wide; channel++) {
        const middle = from + place(job, tapRowBytes), last = middle + place(job, tapRowBytes);
        let tap: usize = 0;
        const g00 = takeEvery(from, outStep, 4), g10 = takeEvery(middle, outStep, 4), g20 = takeEvery(last, outStep, 4);
        tap += place(job, tapBytes);
        const g01 = takeEvery(from + tap, outStep, 4), g11 = takeEvery(middle + tap, outStep, 4);
        const g21 = takeEvery(last + tap, outStep, 4);
        tap += place(job, tapBytes);
        const g02 = takeEvery(from + tap, outStep, 4), g12 = takeEvery(middle + tap, outStep, 4);
        const g22 = takeEvery(last + tap, outStep, 4);
        const o0 = half(f32x4.add(g00, g20)), o1 = half(f32x4.add(g01, g21)), o2 = half(f32x4.add(g02, g22));
        const i0 = half(g10), i1 = half(g11), i2 = half(g12);
        putTaps(g00, g01, g02, to, part);
        putTaps(f32x4.add(o0, i0), f32x4.add(o1, i1), f32x4.add(o2, i2), to + 4 * part, part);
        putTaps(f32x4.sub(o0, i0), f32x4.sub(o1, i1), f32x4.sub(o2, i2), to + 8 * part, part);
        putTaps(g20, g21, g22, to + 12 * part, part);
        from += place(job, inStepBytes);
        to += 32;
      }
    }
    finishTask(control, tasks);
  }
}

/** Sums of a fixed share of the rows of tiles a task: `[16][tile of six channels][panel][6][8]`. */
export function winogradFilterGradient(control: usize, job: usize, number: i32, thread: i32): void {
  const tasks = word(job, jobTasks), go = word(job, goRows), rows = word(job, tileRows);
  const columns = word(job, across), wide = word(job, channels), outWide = word(job, outChannels);
  const tiles = (wide + 5) / 6, panels = outWide >> 3;
  const strip = place(job, scratch) + <usize>thread * place(job, scratchBytes);
  const inputs = strip + (<usize>((2 * columns + 2) * max(wide, outWide)) << 4);
  const part = partBytes(go * columns, wide), gradientPart = partBytes(go * columns, outWide);
  const gradients = inputs + 16 * part;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const share = place(job, result) + <usize>task * place(job, resultBytes);
    clear(share, <i32>(place(job, resultBytes) >> 2));
    const end = (task + 1) * rows / tasks;
    for (let first = task * rows / tasks; first < end; first += go) {
      const count = min(go, end - first);
      transformInput(job, first, count, strip, inputs, part);
      transformGradient(job, first, count, strip, gradients, gradientPart);
      let sums = share;
      for (let i: usize = 0; i < 16; i++) {
        for (let tile = 0; tile < tiles; tile++) {
          const a = inputs + i * part + <usize>tile * 24;
          for (let panel = 0; panel < panels; panel++) {
            const b = gradients + i * gradientPart + (<usize>panel << 5);
            columnsTile(a, <usize>wide << 2, 0, 0, b, <usize>outWide << 2, 1, 1, count * columns, sums);
            sums += 192;
          }
        }
      }
    }
    finishTask(control, tasks);
  }
}

/** The sum of all shares of a vector. */
// @ts-ignore: decorators
@inline
function summed(at: usize, count: i32, bytes: usize): v128 {
  let sum = v128.load(at);
  for (let i = 1; i < count; i++) {
    at += bytes;
    sum = f32x4.add(sum, v128.load(at));
  }
  return sum;
}

// @ts-ignore: decorators
@inline
function putRow(a: v128, b: v128, c: v128, d: v128, to: usize, tap: usize): void {
  const outer = half(f32x4.add(b, c));
  v128.store(to, f32x4.add(a, outer));
  v128.store(to + tap, half(f32x4.sub(b, c)));
  v128.store(to + 2 * tap, f32x4.add(outer, d));
}

/** Adds the shares of `winogradFilterGradient` and writes the filter `[3, 3, channels, columns]`; a tile of 6 x 8 a task. */
export function sumWinogradShares(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), wide = word(job, channels), outWide = word(job, outChannels);
  const count = word(job, shares), bytes = place(job, imageBytes), panels = outWide >> 3;
  const part = <usize>tasks * 192;
  const tap = <usize>(wide * outWide) << 2;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const channel = task / panels * 6;
    let from = place(job, image) + <usize>task * 192;
    let to = place(job, result) + (<usize>(channel * outWide + task % panels * 8) << 2);
    for (let row = channel; row < min(wide, channel + 6); row++) {
      for (let i = 0; i < 2; i++) {
        let a = summed(from, count, bytes), d = summed(from + 12 * part, count, bytes);
        let b = summed(from + 4 * part, count, bytes), c = summed(from + 8 * part, count, bytes);
        let outer = half(f32x4.add(b, c));
        const t0 = f32x4.add(a, outer), m0 = half(f32x4.sub(b, c)), b0 = f32x4.add(outer, d);
        a = summed(from + part, count, bytes); d = summed(from + 13 * part, count, bytes);
        b = summed(from + 5 * part, count, bytes); c = summed(from + 9 * part, count, bytes);
        outer = half(f32x4.add(b, c));
        const t1 = f32x4.add(a, outer), m1 = half(f32x4.sub(b, c)), b1 = f32x4.add(outer, d);
        a = summed(from + 2 * part, count, bytes); d = summed(from + 14 * part, count, bytes);
        b = summed(from + 6 * part, count, bytes); c = summed(from + 10 * part, count, bytes);
        outer = half(f32x4.add(b, c));
        const t2 = f32x4.add(a, outer), m2 = half(f32x4.sub(b, c)), b2 = f32x4.add(outer, d);
        a = summed(from + 3 * part, count, bytes); d = summed(from + 15 * part, count, bytes);
        b = summed(from + 7 * part, count, bytes); c = summed(from + 11 * part, count, bytes);
        outer = half(f32x4.add(b, c));
        putRow(t0, t1, t2, f32x4.add(a, outer), to, tap);
        putRow(m0, m1, m2, half(f32x4.sub(b, c)), to + 3 * tap, tap);
        putRow(b0, b1, b2, f32x4.add(outer, d), to + 6 * tap, tap);
        from += 16;
        to += 16;
      }
      to += (<usize>outWide << 2) - 32;
    }
    finishTask(control, tasks);
  }
}

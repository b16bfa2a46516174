/**
 * Depthwise convolutions (NHWC) and their gradients: output channel c comes from input channel c / multiplier. Vectors run
 * over input channels in the input's gradient and over output channels elsewhere.
 */
import { cutBelow } from './elementwise.part';
import { clear, copy, give, place, take, takeEvery, word } from './memory.part';
import { finishTask, jobTasks, takeTask } from './threads.part';
import { madd } from './tile.part';

// Words of a job.
const operation: usize = 8;
/** What is convolved, or the gradient to write, which has its size. */
const image: usize = 12;
/** What comes out, or the gradient that comes from there. */
const outcome: usize = 16;
/** The filter, or the shares of its gradient. */
const filter: usize = 20;
const images: usize = 24;
const height: usize = 28;
const width: usize = 32;
const channels: usize = 36;
const multiplier: usize = 40;
const outHeight: usize = 44;
const outWidth: usize = 48;
const filterHeight: usize = 52;
const filterWidth: usize = 56;
const strideHeight: usize = 60;
const strideWidth: usize = 64;
const padTop: usize = 68;
const padLeft: usize = 72;
/** Of a convolution: address of what it starts from, a number an output channel, and whether negative results are cut. */
const bias: usize = 76;
const relu: usize = 80;

const filterGradient = 0, inputGradient = 1;

export function depthwise(control: usize, job: usize, number: i32): void {
  const tasks = word(job, jobTasks), kind = word(job, operation);
  const outChannels = word(job, channels) * word(job, multiplier);
  const numbers = word(job, height) * word(job, width) * word(job, channels);
  const outBytes = <usize>(word(job, outHeight) * word(job, outWidth) * outChannels) << 2;
  const weights = word(job, filterHeight) * word(job, filterWidth) * outChannels;
  while (true) {
    const task = takeTask(control, number, tasks);
    if (task < 0) return;
    const out = place(job, outcome) + <usize>task * outBytes;
    const at = place(job, image) + (<usize>(task * numbers) << 2);
    if (kind == filterGradient) {
      const share = place(job, filter) + (<usize>(task * weights) << 2);
      clear(share, weights);
      const end = (task + 1) * word(job, images) / tasks;
      for (let i = task * word(job, images) / tasks; i < end; i++) {
        const x = place(job, image) + (<usize>(i * numbers) << 2);
        addToFilter(job, x, place(job, outcome) + <usize>i * outBytes, share);
      }
    } else if (kind == inputGradient) {
      clear(at, numbers);
      addToImage(job, at, out);
    } else {
      for (let pixel = out; pixel < out + outBytes; pixel += <usize>outChannels << 2) {
        copy(place(job, bias), pixel, outChannels);
      }
      addToOutcome(job, at, out);
      if (word(job, relu) != 0) cutBelow(out, out, <i32>(outBytes >> 2));
    }
    finishTask(control, tasks);
  }
}

/** The first output row or column whose filter tap lies inside the image. */
function begin(tap: i32, padding: i32, stride: i32): i32 {
  return max(0, (padding - tap + stride - 1) / stride);
}

/** The one after the last. */
function end(tap: i32, padding: i32, stride: i32, length: i32, outLength: i32): i32 {
  const beyond = length + padding - tap;
  return beyond <= 0 ? 0 : min(outLength, (beyond + stride - 1) / stride);
}

function addToFilter(job: usize, x: usize, dy: usize, to: usize): void {
  const deep = word(job, channels), times = word(job, multiplier), outChannels = deep * times;
  const stepX = <usize>(word(job, strideWidth) * deep) << 2, stepY = <usize>outChannels << 2;
  for (let tapY = 0; tapY < word(job, filterHeight); tapY++) {
    const top = begin(tapY, word(job, padTop), word(job, strideHeight));
    const bottom = end(tapY, word(job, padTop), word(job, strideHeight), word(job, height), word(job, outHeight));
    for (let tapX = 0; tapX < word(job, filterWidth); tapX++) {
      const left = begin(tapX, word(job, padLeft), word(job, strideWidth));
      const right = end(tapX, word(job, padLeft), word(job, strideWidth), word(job, width), word(job, outWidth));
      const column = left * word(job, strideWidth) + tapX - word(job, padLeft);
      for (let channel = 0; channel < outChannels; channel += 4) {
        const rest = outChannels - channel;
        let sum = f32x4.splat(0);
        for (let row = top; row < bottom; row++) {
          const imageRow = row * word(job, strideHeight) + tapY - word(job, padTop);
          let a = x + (<usize>((imageRow * word(job, width) + column) * deep) << 2);
          let b = dy + (<usize>((row * word(job, outWidth) + left) * outChannels + channel) << 2);
          if (times == 1) a += <usize>channel << 2;
          for (let i = left; i < right; i++) {
            const met = times == 1 ? take(a, rest) : repeated(a, channel, times, rest);
            sum = madd(met, take(b, rest), sum);
            a += stepX;
            b += stepY;
          }
        }
        give(to, f32x4.add(take(to, rest), sum), rest);
        to += <usize>min(4, rest) << 2;
      }
    }
  }
}

/** The input channels that four output channels from `channel` on come from. */
function repeated(from: usize, channel: i32, times: i32, count: i32): v128 {
  let vector = f32x4.splat(f32.load(from + (<usize>(channel / times) << 2)));
  if (count > 1) vector = f32x4.replace_lane(vector, 1, f32.load(from + (<usize>((channel + 1) / times) << 2)));
  if (count > 2) vector = f32x4.replace_lane(vector, 2, f32.load(from + (<usize>((channel + 2) / times) << 2)));
  if (count > 3) vector = f32x4.replace_lane(vector, 3, f32.load(from + (<usize>((channel + 3) / times) << 2)));
  return vector;
}

function addToImage(job: usize, to: usize, dy: usize): void {
  const deep = word(job, channels), times = word(job, multiplier), outChannels = deep * times;
  const stepTo = <usize>(word(job, strideWidth) * deep) << 2, stepY = <usize>outChannels << 2;
  const apart = <usize>times << 2;
  let weights = place(job, filter);
  for (let tapY = 0; tapY < word(job, filterHeight); tapY++) {
    const top = begin(tapY, word(job, padTop), word(job, strideHeight));
    const bottom = end(tapY, word(job, padTop), word(job, strideHeight), word(job, height), word(job, outHeight));
    for (let tapX = 0; tapX < word(job, filterWidth); tapX++) {
      const left = begin(tapX, word(job, padLeft), word(job, strideWidth));
      const right = end(tapX, word(job, padLeft), word(job, strideWidth), word(job, width), word(job, outWidth));
      const column = left * word(job, strideWidth) + tapX - word(job, padLeft);
      for (let which = 0; which < times; which++) {
        for (let channel = 0; channel < deep; channel += 4) {
          const rest = deep - channel, offset = <usize>(channel * times + which) << 2;
          const weight = some(weights + offset, apart, rest);
          for (let row = top; row < bottom; row++) {
            const imageRow = row * word(job, strideHeight) + tapY - word(job, padTop);
            let at = to + (<usize>((imageRow * word(job, width) + column) * deep + channel) << 2);
            let b = dy + (<usize>((row * word(job, outWidth) + left) * outChannels) << 2) + offset;
            for (let i = left; i < right; i++) {
              give(at, madd(some(b, apart, rest), weight, take(at, rest)), rest);
              at += stepTo;
              b += stepY;
            }
          }
        }
      }
      weights += stepY;
    }
  }
}

function addToOutcome(job: usize, x: usize, to: usize): void {
  const deep = word(job, channels), times = word(job, multiplier), outChannels = deep * times;
  const stepX = <usize>(word(job, strideWidth) * deep) << 2, stepTo = <usize>outChannels << 2;
  let weights = place(job, filter);
  for (let tapY = 0; tapY < word(job, filterHeight); tapY++) {
    const top = begin(tapY, word(job, padTop), word(job, strideHeight));
    const bottom = end(tapY, word(job, padTop), word(job, strideHeight), word(job, height), word(job, outHeight));
    for (let tapX = 0; tapX < word(job, filterWidth); tapX++) {
      const left = begin(tapX, word(job, padLeft), word(job, strideWidth));
      const right = end(tapX, word(job, padLeft), word(job, strideWidth), word(job, width), word(job, outWidth));
      const column = left * word(job, strideWidth) + tapX - word(job, padLeft);
      for (let channel = 0; channel < outChannels; channel += 4) {
        const rest = outChannels - channel;
        const weight = take(weights + (<usize>channel << 2), rest);
        for (let row = top; row < bottom; row++) {
          const imageRow = row * word(job, strideHeight) + tapY - word(job, padTop);
          let a = x + (<usize>((imageRow * word(job, width) + column) * deep) << 2);
          let at = to + (<usize>((row * word(job, outWidth) + left) * outChannels + channel) << 2);
          if (times == 1) a += <usize>channel << 2;
          for (let i = left; i < right; i++) {
            const met = times == 1 ? take(a, rest) : repeated(a, channel, times, rest);
            give(at, madd(met, weight, take(at, rest)), rest);
            a += stepX;
            at += stepTo;
          }
        }
      }
      weights += stepTo;
    }
  }
}

/** Up to four numbers, next to each other or not. */
// @ts-ignore: decorators
@inline
function some(from: usize, apart: usize, count: i32): v128 {
  return apart == 4 ? take(from, count) : takeEvery(from, apart, count);
}

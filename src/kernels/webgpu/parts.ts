/** Sums whose terms are shared out among many threads, added up in one order whatever the device does. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';
import { enoughThreads } from './plan.ts';

/** A thread should add up at least so many numbers. */
const leastSummed = 16;

/** Into how many parts the terms of each sum are cut. */
export function partsOf(sums: number, terms: number): number {
  return Math.max(1, Math.min(Math.floor(terms / leastSummed), Math.ceil(enoughThreads / sums)));
}

export interface Parts {
  readonly sums: tf.TensorInfo;
  readonly count: number;
  /** Of each part, where it holds more than what is wanted of it, and where in it that begins. */
  readonly stride?: number;
  readonly start?: number;
}

export interface Total {
  readonly name: string;
  readonly outputShape: number[];
  /** WGSL of what becomes of a `sum`. */
  readonly finish?: string;
  /** `[columns]`: added to each number of the last axis, before `finish`. */
  readonly bias?: tf.TensorInfo | null;
}

/** Adds up parts `[count, stride]`. */
export function addParts(
  backend: GpuBackend,
  { sums, count, stride, start = 0 }: Parts,
  { name, outputShape, finish = 'sum', bias = null }: Total,
): tf.TensorInfo {
  const threads = tf.util.sizeFromShape(outputShape);
  const columns = outputShape.at(-1)!;
  const step = stride ?? threads;
  const program = linearProgram({
    name: `${name}, parts added`,
    key: [count, step, start, columns, finish, bias !== null],
    threads,
    outputShape,
    variableNames: bias === null ? ['sums'] : ['sums', 'bias'],
    body: () => `
      var sum = 0.0;
      for (var part = 0; part < ${count}; part++) { sum += sums[part * ${step} + ${start} + index]; }
      ${bias === null ? '' : `sum += bias[index % ${columns}];`}
      result[index] = ${finish};`,
  });
  return backend.runWebGPUProgram(program, bias === null ? [sums] : [sums, bias], 'float32');
}

/**
 * Adds up the rows of matrices `[matrices, rows, channels]`.
 * @param outputShape of `matrices` times `channels` numbers, the channels last
 * @param scale what the sums are multiplied with
 */
export function sumRows(
  backend: GpuBackend,
  x: tf.TensorInfo,
  matrices: number,
  outputShape: number[],
  scale: number,
): tf.TensorInfo {
  const channels = outputShape.at(-1)!;
  const sums = matrices * channels;
  const rows = tf.util.sizeFromShape(x.shape) / sums;
  const count = partsOf(sums, rows);
  const program = linearProgram({
    name: 'sums of rows',
    key: [rows, channels, sums, count === 1 && scale],
    threads: count * sums,
    outputShape: count === 1 ? outputShape : [count, sums],
    variableNames: ['x'],
    // Threads side by side read side by side.
    body: () => `
      let start = index / ${sums};
      let matrix = index / ${channels} % ${matrices};
      let first = matrix * ${rows * channels} + index % ${channels};
      var sum = 0.0;
      for (var row = start; row < ${rows}; row += ${count}) { sum += x[first + row * ${channels}]; }
      result[index] = ${count === 1 ? `sum * ${scale}` : 'sum'};`,
  });
  const parts = backend.runWebGPUProgram(program, [x], 'float32');
  if (count === 1) return parts;
  const output = addParts(
    backend,
    { sums: parts, count },
    { name: 'sums of rows', outputShape, finish: `sum * ${scale}` },
  );
  backend.disposeData(parts.dataId);
  return output;
}

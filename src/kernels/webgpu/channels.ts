/** What biases and normalisation need: arithmetic with one number for each channel, and sums of each channel. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';
import { sumRows } from './parts.ts';

/** Smaller tensors are left to the library, which computes them on the processor while they are there. */
const leastSize = 4096;

/**
 * Kernels `Add`, `Sub` and `Multiply` of a tensor and a number for each of its last axis' places; the library's wait for one
 * another after every few numbers. @param shipped does every other pair of shapes
 */
export function withChannels(operator: '+' | '-' | '*') {
  return (shipped: tf.KernelFunc): tf.KernelFunc =>
    (args) => {
      const { a, b } = args.inputs as Record<'a' | 'b', tf.TensorInfo>;
      const channels = tf.util.sizeFromShape(b.shape);
      const size = tf.util.sizeFromShape(a.shape);
      const isPlain =
        a.dtype === 'float32' &&
        b.dtype === 'float32' &&
        channels > 1 &&
        channels === b.shape.at(-1) &&
        channels === a.shape.at(-1) &&
        a.shape.length >= b.shape.length &&
        size >= leastSize;
      if (!isPlain) return shipped(args);
      const program = linearProgram({
        name: `channels ${operator}`,
        key: [operator, channels],
        threads: size,
        outputShape: a.shape,
        variableNames: ['a', 'b'],
        body: () => `result[index] = a[index] ${operator} b[index % ${channels}];`,
      });
      return (args.backend as GpuBackend).runWebGPUProgram(program, [a, b], 'float32');
    };
}

/** Kernel `FusedDepthwiseConv2D` with a filter of one place: a factor and an offset for each channel. */
export function scaledChannels(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x, filter, bias } = args.inputs as Record<'x' | 'filter', tf.TensorInfo> & {
      bias?: tf.TensorInfo;
    };
    const { strides, activation } = args.attrs as { strides: number | number[]; activation?: string };
    const channels = x.shape.at(-1)!;
    const isPlain =
      tf.util.sizeFromShape(filter.shape) === channels &&
      filter.shape[2] === channels &&
      [strides].flat().every((stride) => stride === 1) &&
      bias !== undefined &&
      tf.util.sizeFromShape(bias.shape) === channels &&
      (activation === undefined || activation === 'linear') &&
      args.inputs['preluActivationWeights'] === undefined;
    if (!isPlain) return shipped(args);
    const program = linearProgram({
      name: 'scale channels',
      key: [channels],
      threads: tf.util.sizeFromShape(x.shape),
      outputShape: x.shape,
      variableNames: ['x', 'factor', 'offset'],
      body: () => `
        let channel = index % ${channels};
        result[index] = fma(x[index], factor[channel], offset[channel]);`,
    });
    return (args.backend as GpuBackend).runWebGPUProgram(program, [x, filter, bias], 'float32');
  };
}

/** Kernel `Sum` over all axes but the last. @param shipped adds up any others */
export function channelSums(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x } = args.inputs as Record<'x', tf.TensorInfo>;
    const { axis, keepDims } = args.attrs as unknown as tf.SumAttrs;
    const last = x.shape.length - 1;
    const axes = tf.util.parseAxisParam(axis, x.shape);
    const isPlain =
      x.dtype === 'float32' &&
      axes.length === last &&
      !axes.includes(last) &&
      tf.util.sizeFromShape(x.shape) >= leastSize;
    if (!isPlain) return shipped(args);
    const channels = x.shape[last]!;
    const outputShape = keepDims ? [...x.shape.slice(0, -1).map(() => 1), channels] : [channels];
    return sumRows(args.backend as GpuBackend, x, 1, outputShape, 1);
  };
}

/** Kernel `AvgPool` with one window that is the whole image. @param shipped does smaller ones */
export function imageAverages(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x } = args.inputs as Record<'x', tf.TensorInfo>;
    const { filterSize, pad } = args.attrs as unknown as tf.AvgPoolAttrs;
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const [windowHeight, windowWidth] = [filterSize, filterSize].flat() as [number, number];
    if (pad !== 'valid' || windowHeight !== height || windowWidth !== width) return shipped(args);
    const outputShape = [batch, 1, 1, channels];
    return sumRows(args.backend as GpuBackend, x, batch, outputShape, 1 / (height * width));
  };
}

/** Kernel `Mean` of whole images `[batch, height, width, channels]`. @param shipped averages any others */
export function imageMeans(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x } = args.inputs as Record<'x', tf.TensorInfo>;
    const { axis, keepDims } = args.attrs as unknown as tf.MeanAttrs;
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((one, other) => one - other);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const isPlain =
      x.dtype === 'float32' &&
      x.shape.length === 4 &&
      axes.join() === '1,2' &&
      tf.util.sizeFromShape(x.shape) >= leastSize;
    if (!isPlain) return shipped(args);
    const outputShape = keepDims ? [batch, 1, 1, channels] : [batch, channels];
    return sumRows(args.backend as GpuBackend, x, batch, outputShape, 1 / (height * width));
  };
}

/** Kernel `ReluGrad`, which is ours: `dy` where `y`, what relu gave, is above 0. */
export const reluGradient: tf.KernelFunc = ({ inputs, backend }) => {
  const { dy, y } = inputs as Record<'dy' | 'y', tf.TensorInfo>;
  const program = linearProgram({
    name: 'relu gradient',
    key: [],
    threads: tf.util.sizeFromShape(dy.shape),
    outputShape: dy.shape,
    variableNames: ['dy', 'y'],
    body: () => 'result[index] = select(0.0, dy[index], y[index] > 0.0);',
  });
  return (backend as GpuBackend).runWebGPUProgram(program, [dy, y], 'float32');
};

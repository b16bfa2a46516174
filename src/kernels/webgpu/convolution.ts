/** Convolutions of `[batch, height, width, channels]` and both of their gradients as contractions. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';
import { contract } from './contract.ts';
import type { Contraction } from './contraction.ts';
import { readsDirectly } from './plan.ts';

type ConvolutionInfo = tf.backend_util.Conv2DInfo;

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: tf.Conv2DAttrs['pad'];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dilations?: [number, number] | number;
}

/** Below this many channels a border is added to the input first, so that a filter's row is one piece of memory. */
const fewChannels = 4;

function describe(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dimRoundingMode, dilations = 1 }: ConvolutionAttributes,
): ConvolutionInfo {
  return tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

const isNhwc = ({ attrs }: Parameters<tf.KernelFunc>[0]) =>
  (attrs as unknown as ConvolutionAttributes).dataFormat === 'NHWC';

/** Kernels `Conv2D` and `FusedConv2D`. @param shipped does what these leave out: NCHW, and activations but relu */
export function convolution(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { inputs, attrs } = args;
    const { x, filter, bias } = inputs as Record<'x' | 'filter', tf.TensorInfo> & {
      bias?: tf.TensorInfo;
    };
    const { activation = 'linear' } = attrs as { activation?: string };
    const fuses = activation === 'linear' || activation === 'relu';
    if (!isNhwc(args) || !fuses || inputs['preluActivationWeights'] !== undefined) return shipped(args);
    if (bias !== undefined && bias.shape.at(-1) !== filter.shape[3]) return shipped(args);
    const backend = args.backend as GpuBackend;
    const info = describe(x.shape, filter.shape, attrs as unknown as ConvolutionAttributes);
    return withBorder(backend, x, info, fewChannels, (input, bordered) =>
      contract(backend, forward(bordered), input, filter, bias ?? null, activation === 'relu'),
    );
  };
}

/** Kernel `Conv2DBackpropFilter`. */
export function filterGradient(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    if (!isNhwc(args)) return shipped(args);
    const { x, dy } = args.inputs as Record<'x' | 'dy', tf.TensorInfo>;
    const { filterShape } = args.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const backend = args.backend as GpuBackend;
    const info = describe(x.shape, filterShape, args.attrs as unknown as ConvolutionAttributes);
    // Along the depth of this one the places change, which would have to be checked for each number that is read.
    const channels = readsDirectly(backend.device) ? Infinity : fewChannels;
    return withBorder(backend, x, info, channels, (input, bordered) =>
      contract(backend, ofFilter(bordered), input, dy),
    );
  };
}

/** Kernel `Conv2DBackpropInput`. */
export function inputGradient(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    if (!isNhwc(args)) return shipped(args);
    const { dy, filter } = args.inputs as Record<'dy' | 'filter', tf.TensorInfo>;
    const { inputShape } = args.attrs as unknown as tf.Conv2DBackpropInputAttrs;
    const backend = args.backend as GpuBackend;
    const info = describe(inputShape, filter.shape, args.attrs as unknown as ConvolutionAttributes);
    if (!readsDirectly(backend.device)) return contract(backend, ofInput(info, false), dy, filter);
    const { filterHeight, filterWidth, inChannels, outChannels } = info;
    const turned = transposed(backend, filter, filterHeight * filterWidth, inChannels, outChannels);
    const gradient = contract(backend, ofInput(info, true), dy, turned);
    backend.disposeData(turned.dataId);
    return gradient;
  };
}

/** Matrices of `rows` x `columns`, turned over. */
export function transposed(
  backend: GpuBackend,
  matrices: tf.TensorInfo,
  count: number,
  rows: number,
  columns: number,
): tf.TensorInfo {
  const program = linearProgram({
    name: 'transpose matrices',
    key: [rows, columns],
    threads: count * rows * columns,
    outputShape: [count, columns, rows],
    variableNames: ['matrices'],
    body: () => `
      let matrix = index / ${rows * columns};
      let place = index % ${rows * columns};
      result[index] = f32(matrices[matrix * ${rows * columns} + place % ${rows} * ${columns} + place / ${rows}]);`,
  });
  return backend.runWebGPUProgram(program, [matrices], 'float32');
}

function isPadded({ padInfo: { top, bottom, left, right } }: ConvolutionInfo): boolean {
  return top > 0 || bottom > 0 || left > 0 || right > 0;
}

/**
 * Hands `job` an input whose border is part of it, and the convolution that is left then.
 * @param below inputs with as many channels stay as they are
 */
function withBorder(
  backend: GpuBackend,
  x: tf.TensorInfo,
  info: ConvolutionInfo,
  below: number,
  job: (x: tf.TensorInfo, info: ConvolutionInfo) => tf.TensorInfo,
): tf.TensorInfo {
  if (!isPadded(info) || info.inChannels >= below) return job(x, info);
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = info;
  const height = inHeight + padInfo.top + padInfo.bottom;
  const width = inWidth + padInfo.left + padInfo.right;
  const line = width * inChannels;
  const inputLine = inWidth * inChannels;
  const outputShape = [batchSize, height, width, inChannels];
  const program = linearProgram({
    name: 'add a border',
    key: [inHeight, inWidth, inChannels, padInfo],
    threads: batchSize * height * line,
    outputShape,
    variableNames: ['x'],
    body: () => `
      let column = index % ${line} - ${padInfo.left * inChannels};
      let row = index / ${line} % ${height} - ${padInfo.top};
      let inside = u32(column) < ${inputLine}u && u32(row) < ${inHeight}u;
      let at = (index / ${height * line} * ${inHeight} + row) * ${inputLine} + column;
      result[index] = select(0.0, f32(x[at]), inside);`,
  });
  const bordered = backend.runWebGPUProgram(program, [x], 'float32');
  const result = job(bordered, {
    ...info,
    inHeight: height,
    inWidth: width,
    padInfo: { ...padInfo, top: 0, bottom: 0, left: 0, right: 0 },
  });
  backend.disposeData(bordered.dataId);
  return result;
}

/** Where a window begins in the input, and the grid that it may leave. */
function inputGrid(info: ConvolutionInfo): Pick<Contraction, 'grid'> & {
  start: Contraction['start'];
} {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const { top, left } = padInfo;
  return {
    start: { left: -(top * inWidth + left) * inChannels, right: 0, out: 0, y: -top, x: -left },
    grid: isPadded(info) ? { height: inHeight, width: inWidth } : null,
  };
}

/** Rows: places of the output. Columns: output channels. Depth: the filter's places and channels. */
function forward(info: ConvolutionInfo): Contraction {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const line = inWidth * inChannels;
  const joins = !isPadded(info) && dilationWidth === 1;
  const joined = joins ? filterWidth : 1;
  return {
    name: 'convolution',
    rows: [
      { size: batchSize, left: inHeight * line, out: outHeight * outWidth * outChannels, y: 0, x: 0 },
      { size: outHeight, left: strideHeight * line, out: outWidth * outChannels, y: strideHeight, x: 0 },
      { size: outWidth, left: strideWidth * inChannels, out: outChannels, y: 0, x: strideWidth },
    ],
    columns: { size: outChannels, right: 1 },
    outer: [
      {
        size: filterHeight,
        left: dilationHeight * line,
        right: filterWidth * inChannels * outChannels,
        y: dilationHeight,
        x: 0,
      },
      {
        size: filterWidth / joined,
        left: dilationWidth * inChannels,
        right: inChannels * outChannels,
        y: 0,
        x: dilationWidth,
      },
    ],
    inner: { size: joined * inChannels, left: 1, right: outChannels, y: 0, x: 0 },
    turns: (filterHeight * filterWidth) / joined,
    innerSize: joined * inChannels,
    parts: 1,
    prelude: '',
    ...inputGrid(info),
    absent: null,
    outputShape: info.outShape,
  };
}

/** Rows: the filter's places and input channels. Columns: output channels. Depth: places of the output, image by image. */
function ofFilter(info: ConvolutionInfo): Contraction {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const line = inWidth * inChannels;
  const outLine = outWidth * outChannels;
  return {
    name: 'filter gradient',
    rows: [
      { size: filterHeight, left: line, out: filterWidth * inChannels * outChannels, y: 1, x: 0 },
      { size: filterWidth, left: inChannels, out: inChannels * outChannels, y: 0, x: 1 },
      { size: inChannels, left: 1, out: outChannels, y: 0, x: 0 },
    ],
    columns: { size: outChannels, right: 1 },
    outer: [
      { size: batchSize, left: inHeight * line, right: outHeight * outLine, y: 0, x: 0 },
      { size: outHeight, left: strideHeight * line, right: outLine, y: strideHeight, x: 0 },
    ],
    inner: {
      size: outWidth,
      left: strideWidth * inChannels,
      right: outChannels,
      y: 0,
      x: strideWidth,
    },
    turns: batchSize * outHeight,
    innerSize: outWidth,
    parts: 1,
    prelude: '',
    ...inputGrid(info),
    absent: null,
    outputShape: info.filterShape,
  };
}

/**
 * Rows: places of the input. Columns: input channels. Depth: the places of the filter that reached this place of the input,
 * and the output channels. With strides, places of the input fall into `stride` x `stride` parts that are reached from
 * different places of the filter.
 * @param isTurned whether the filter is `[height, width, out, in]`
 */
function ofInput(info: ConvolutionInfo, isTurned: boolean): Contraction {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const outLine = outWidth * outChannels;
  const line = inWidth * inChannels;
  const matrix = inChannels * outChannels;
  return {
    name: 'input gradient',
    rows: [
      { size: batchSize, left: outHeight * outLine, out: inHeight * line, y: 0, x: 0 },
      {
        size: Math.ceil(inHeight / strideHeight),
        left: outLine,
        out: strideHeight * line,
        y: 1,
        x: 0,
      },
      {
        size: Math.ceil(inWidth / strideWidth),
        left: outChannels,
        out: strideWidth * inChannels,
        y: 0,
        x: 1,
      },
    ],
    columns: { size: inChannels, right: isTurned ? 1 : outChannels },
    outer: [
      {
        size: 'reachHeight',
        left: -outLine,
        right: strideHeight * filterWidth * matrix,
        y: -1,
        x: 0,
      },
      { size: 'reachWidth', left: -outChannels, right: strideWidth * matrix, y: 0, x: -1 },
    ],
    inner: { size: outChannels, left: 1, right: isTurned ? inChannels : 1, y: 0, x: 0 },
    turns: Math.ceil(filterHeight / strideHeight) * Math.ceil(filterWidth / strideWidth),
    innerSize: outChannels,
    parts: strideHeight * strideWidth,
    prelude: `
      let partY = part / ${strideWidth};
      let partX = part % ${strideWidth};
      let filterY = (partY + ${padInfo.top}) % ${strideHeight};
      let filterX = (partX + ${padInfo.left}) % ${strideWidth};
      let startY = (partY + ${padInfo.top}) / ${strideHeight};
      let startX = (partX + ${padInfo.left}) / ${strideWidth};
      let reachHeight = (${filterHeight + strideHeight - 1} - filterY) / ${strideHeight};
      let reachWidth = (${filterWidth + strideWidth - 1} - filterX) / ${strideWidth};`,
    start: {
      left: `(startY * ${outWidth} + startX) * ${outChannels}`,
      right: `(filterY * ${filterWidth} + filterX) * ${matrix}`,
      out: `(partY * ${inWidth} + partX) * ${inChannels}`,
      y: 'startY',
      x: 'startX',
    },
    grid: { height: outHeight, width: outWidth },
    absent: `r1 * ${strideHeight} + partY >= ${inHeight} || r2 * ${strideWidth} + partX >= ${inWidth}`,
    outputShape: info.inShape,
  };
}

/** The kernels of convolutions of `[batch, height, width, channels]` and of both of their gradients. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';
import { contract } from './contract.ts';
import { forward, isPadded, ofFilter, ofInput, type ConvolutionInfo } from './convolution-sums.ts';
import { readsDirectly } from './plan.ts';

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

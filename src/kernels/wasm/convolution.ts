/** Convolution and its two gradients: NHWC, float32, dilation 1; any stride and padding. Other cases go to the library. */
import * as tf from '@tensorflow/tfjs';
import { sweep, type Images, type Panels } from './sweep.ts';
import {
  convolveTiles,
  filterGradientOfTiles,
  suitsTiles,
  type TiledInput,
  type TiledOutput,
} from './winograd.ts';
import { jobs, type Workshop } from './workshop.ts';

type Geometry = tf.backend_util.Conv2DInfo;

type ConvolutionAttrs = tf.Conv2DAttrs & Partial<Pick<tf.FusedConv2DAttrs, 'activation'>>;

function geometry(
  x: [number, number, number, number],
  filter: [number, number, number, number],
  { strides, dilations, pad, dimRoundingMode }: tf.Conv2DAttrs,
): Geometry {
  return tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, dimRoundingMode);
}

/** What an input has to be surrounded with so that every filter position lies inside. */
function paddedInput(address: number, info: Geometry): Images {
  const { padInfo, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  return {
    address,
    count: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    padTop: padInfo.top,
    padLeft: padInfo.left,
    // With strides the last rows of an input may be left out, whatever its border.
    paddedHeight: atLeast(
      info.inHeight,
      padInfo,
      (info.outHeight - 1) * strideHeight + filterHeight,
      'top',
    ),
    paddedWidth: atLeast(info.inWidth, padInfo, (info.outWidth - 1) * strideWidth + filterWidth, 'left'),
  };
}

function atLeast(
  length: number,
  padInfo: Geometry['padInfo'],
  swept: number,
  before: 'top' | 'left',
): number {
  return padInfo[before] === 0 && swept <= length ? length : Math.max(swept, padInfo[before] + 1);
}

/** `[rows, columns]` of which rows and columns lie next to each other, as `rowsTile` wants it. */
export function packed(
  workshop: Workshop,
  rows: number,
  columns: number,
  blocks: readonly { from: number; rows: number; stepRow: number; stepColumn: number }[],
): Panels {
  const panelBytes = rows * 32;
  return {
    bytes: panelBytes * Math.ceil(columns / 8),
    pack: (to) => {
      for (const block of blocks) {
        const { from, stepRow, stepColumn } = block;
        workshop.loops.packPanels(from, block.rows, columns, stepRow, stepColumn, to, panelBytes);
        to += block.rows * 32;
      }
    },
  };
}

/** Input and output of a convolution that is faster by tiles; null of others. */
function tiling(
  info: Geometry,
  input: number,
  output: number,
): { input: TiledInput; output: TiledOutput } | null {
  if (info.strideHeight !== 1 || info.strideWidth !== 1) return null;
  const tiled = {
    input: {
      ...{ address: input, count: info.batchSize },
      ...{ height: info.inHeight, width: info.inWidth, channels: info.inChannels },
      ...{ top: -info.padInfo.top, left: -info.padInfo.left },
    },
    output: {
      ...{ address: output, height: info.outHeight, width: info.outWidth },
      channels: info.outChannels,
    },
  };
  return suitsTiles([info.filterHeight, info.filterWidth], tiled.input, tiled.output) ? tiled : null;
}

/** Kernels `Conv2D` and `FusedConv2D` (bias, relu). Null where the library's has to do it. */
export function convolve(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: ConvolutionAttrs,
): tf.TensorInfo | null {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const activation = attrs.activation ?? 'linear';
  if (preluActivationWeights !== undefined || !['linear', 'relu'].includes(activation)) return null;
  if (attrs.dataFormat === 'NCHW' || (bias !== undefined && bias.shape.length > 1)) return null;
  const info = geometry(
    x!.shape as Geometry['inShape'],
    filter!.shape as Geometry['filterShape'],
    attrs,
  );
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return null;
  const { outHeight, outWidth, outChannels, inChannels, filterHeight, filterWidth } = info;
  const output = workshop.output(info.outShape);
  const rows = filterHeight * filterWidth * inChannels;
  const from = workshop.address(filter!);
  const tiled = tiling(info, workshop.address(x!), workshop.address(output));
  if (tiled !== null) {
    const stepAcross = inChannels * outChannels;
    convolveTiles(
      workshop,
      tiled.input,
      { address: from, stepDown: 3 * stepAcross, stepAcross, stepIn: outChannels, stepOut: 1 },
      tiled.output,
      bias === undefined ? null : workshop.address(bias),
      activation === 'relu',
    );
    return output;
  }
  sweep(workshop, {
    images: paddedInput(workshop.address(x!), info),
    filterHeight,
    filterWidth,
    columns: outChannels,
    panels: packed(workshop, rows, outChannels, [{ from, rows, stepRow: outChannels, stepColumn: 1 }]),
    first: [0, 0],
    strides: [info.strideHeight, info.strideWidth],
    pixels: [outHeight, outWidth],
    result: {
      address: workshop.address(output),
      imageLength: outHeight * outWidth * outChannels,
      first: 0,
      rowLength: outWidth * outChannels,
      pixelLength: outChannels,
    },
    bias: bias === undefined ? null : workshop.address(bias),
    relu: activation === 'relu',
  });
  return output;
}

/**
 * How one axis of the input gradient is computed from the same axis of `dy` for input pixels `stride * m + phase`: pixel m
 * met outputs `m + first` to `m + first + taps - 1`, the i-th through filter tap `firstTap - stride * i`.
 */
interface PhasePlan {
  readonly phase: number;
  readonly pixels: number;
  readonly first: number;
  readonly taps: number;
  readonly firstTap: number;
}

function planPhases(input: number, filter: number, stride: number, padding: number): PhasePlan[] {
  return Array.from({ length: Math.min(stride, input) }, (_, phase) => {
    const first = Math.ceil((phase + padding - filter + 1) / stride);
    const last = Math.floor((phase + padding) / stride);
    return {
      phase,
      pixels: Math.ceil((input - phase) / stride),
      first,
      taps: last - first + 1,
      firstTap: phase + padding - stride * first,
    };
  });
}

/**
 * Kernel `Conv2DBackpropInput`, also the forward pass of a transposed convolution: with stride s, pixels of the input fall
 * into s * s phases, each a convolution of `dy` with the taps that the phase sees. Null where the library has to do it.
 */
export function inputGradient(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.Conv2DBackpropInputAttrs,
): tf.TensorInfo | null {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  if (attrs.dataFormat === 'NCHW') return null;
  const info = geometry(attrs.inputShape, filter.shape as Geometry['filterShape'], {
    ...attrs,
    dilations: 1,
  });
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const rowPlans = planPhases(inHeight, info.filterHeight, info.strideHeight, info.padInfo.top);
  const columnPlans = planPhases(inWidth, info.filterWidth, info.strideWidth, info.padInfo.left);
  const output = workshop.output(info.inShape);
  const result = workshop.address(output);
  // Pixels that no filter position met.
  if ([...rowPlans, ...columnPlans].some(({ taps }) => taps <= 0))
    workshop.floats(result, tf.util.sizeFromShape(info.inShape)).fill(0);

  const weights = workshop.address(filter);
  const address = workshop.address(dy);
  const [top, left] = [rowPlans[0]!.first, columnPlans[0]!.first];
  const gradient = {
    ...{ address, count: batchSize, height: outHeight, width: outWidth, channels: outChannels },
    ...{ top, left },
  };
  const pixels = { address: result, height: inHeight, width: inWidth, channels: inChannels };
  const isDense = info.strideHeight === 1 && info.strideWidth === 1;
  if (isDense && suitsTiles([info.filterHeight, info.filterWidth], gradient, pixels)) {
    const tap = inChannels * outChannels;
    const last = weights + 8 * tap * 4;
    // What an output pixel met first, an input pixel meets last.
    const taps = {
      address: last,
      stepDown: -3 * tap,
      stepAcross: -tap,
      stepIn: 1,
      stepOut: outChannels,
    };
    convolveTiles(workshop, gradient, taps, pixels, null, false);
    return output;
  }
  for (const rows of rowPlans) {
    for (const columns of columnPlans) {
      if (rows.taps <= 0 || columns.taps <= 0) continue;
      const [padTop, paddedHeight, top] = border(rows, outHeight);
      const [padLeft, paddedWidth, left] = border(columns, outWidth);
      const blocks = [];
      for (let i = 0; i < rows.taps; i++) {
        for (let j = 0; j < columns.taps; j++) {
          const y = rows.firstTap - info.strideHeight * i;
          const x = columns.firstTap - info.strideWidth * j;
          const from = weights + (y * info.filterWidth + x) * inChannels * outChannels * 4;
          blocks.push({ from, rows: outChannels, stepRow: 1, stepColumn: outChannels });
        }
      }
      sweep(workshop, {
        images: {
          ...{ address, count: batchSize, height: outHeight, width: outWidth, channels: outChannels },
          ...{ padTop, padLeft, paddedHeight, paddedWidth },
        },
        filterHeight: rows.taps,
        filterWidth: columns.taps,
        columns: inChannels,
        panels: packed(workshop, rows.taps * columns.taps * outChannels, inChannels, blocks),
        first: [top, left],
        strides: [1, 1],
        pixels: [rows.pixels, columns.pixels],
        result: {
          address: result,
          imageLength: inHeight * inWidth * inChannels,
          first: (rows.phase * inWidth + columns.phase) * inChannels,
          rowLength: info.strideHeight * inWidth * inChannels,
          pixelLength: info.strideWidth * inChannels,
        },
        bias: null,
        relu: false,
      });
    }
  }
  return output;
}

/** Of an axis of `dy`: zeros before it, its length with all zeros, and where the first pixel's taps begin. */
function border({ first, taps, pixels }: PhasePlan, length: number): [number, number, number] {
  const before = Math.max(0, -first);
  const end = pixels - 1 + first + taps;
  return [before, before + Math.max(length, end), before + first];
}

/** In shares of so many the sums of a filter gradient are made, however many threads there are. */
const mostShares = 8;
const tileBytes = 6 * 8 * 4;
/** Of the images that a thread goes through together: they stay in its core's cache. */
const groupBytes = 1 << 17;

/** Kernel `Conv2DBackpropFilter`. Null where the library has to do it. */
export function filterGradient(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.Conv2DBackpropFilterAttrs,
): tf.TensorInfo | null {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  if (attrs.dataFormat === 'NCHW') return null;
  const info = geometry(x.shape as Geometry['inShape'], attrs.filterShape, { ...attrs, dilations: 1 });
  const { filterHeight, filterWidth, outChannels, outHeight, outWidth } = info;
  const output = workshop.output(info.filterShape);
  const tiled = tiling(info, workshop.address(x), workshop.address(dy));
  if (tiled !== null) {
    filterGradientOfTiles(workshop, tiled.input, tiled.output, workshop.address(output));
    return output;
  }
  const images = paddedInput(workshop.address(x), info);
  const { channels, paddedWidth, paddedHeight } = images;
  const run = filterWidth * channels;
  const panels = Math.ceil(outChannels / 8);
  const shareBytes = filterHeight * Math.ceil(run / 6) * panels * tileBytes;
  const shares = Math.min(mostShares, images.count);
  const pixels = outHeight * outWidth;
  const paddedBytes = paddedHeight * paddedWidth * channels * 4;
  const group = Math.max(1, Math.min(Math.ceil(128 / pixels), Math.floor(groupBytes / paddedBytes)));
  const packedBytes = outChannels % 8 === 0 ? 0 : pixels * panels * 32;
  const perThread = group * (paddedBytes + packedBytes) + 64;
  const [sums, scratch] = workshop.reserve(shares * shareBytes, workshop.threads * perThread) as [
    number,
    number,
  ];
  workshop.run(jobs.filterGradient, shares, [
    images.address,
    images.height * images.width * channels * 4,
    images.count,
    images.height,
    images.width * channels,
    images.padTop,
    images.padLeft * channels,
    paddedWidth * channels,
    paddedHeight,
    scratch,
    perThread,
    filterHeight,
    run,
    paddedWidth * channels * 4,
    workshop.address(dy),
    outChannels,
    sums,
    shareBytes,
    outHeight,
    outWidth,
    info.strideWidth * channels * 4,
    info.strideHeight * paddedWidth * channels * 4,
    pixels * outChannels * 4,
    group,
  ]);
  const tasks = filterHeight * Math.ceil(run / 6);
  const words = [sums, shareBytes, shares, 0, 0, 0, 0, 0, 0, 0, 0, filterHeight, run, 0, 0, outChannels];
  workshop.run(jobs.sumShares, tasks, [...words, workshop.address(output)]);
  return output;
}

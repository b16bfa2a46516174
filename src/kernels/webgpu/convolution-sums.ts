/** Convolutions of `[batch, height, width, channels]` and both of their gradients, as contractions. */
import type * as tf from '@tensorflow/tfjs';
import type { Contraction } from './contraction.ts';

export type ConvolutionInfo = tf.backend_util.Conv2DInfo;

export function isPadded({ padInfo: { top, bottom, left, right } }: ConvolutionInfo): boolean {
  return top > 0 || bottom > 0 || left > 0 || right > 0;
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
export function forward(info: ConvolutionInfo): Contraction {
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
export function ofFilter(info: ConvolutionInfo): Contraction {
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
export function ofInput(info: ConvolutionInfo, isTurned: boolean): Contraction {
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

/** Poolings of `[batch, height, width, channels]` and their gradients. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';

/** With more, code that is written out for each place of a window would be too long. */
const mostPlaces = 36;

type PoolInfo = tf.backend_util.Conv2DInfo;

function describe(shape: number[], attrs: unknown): PoolInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as tf.MaxPoolGradAttrs;
  return tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** Kernel `MaxPool`. @param shipped does windows that are too large to be written out */
export function maxPool(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const { x } = args.inputs as Record<'x', tf.TensorInfo>;
    const info = describe(x.shape, args.attrs);
    const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
    if (x.dtype !== 'float32' || filterHeight * filterWidth > mostPlaces) return shipped(args);
    const isInside =
      padInfo.top + padInfo.left === 0 &&
      (outHeight - 1) * strideHeight + filterHeight <= inHeight &&
      (outWidth - 1) * strideWidth + filterWidth <= inWidth;
    const exists = ({ dy, dx }: Place) =>
      `u32(top + ${dy}) < ${inHeight}u && u32(left + ${dx}) < ${inWidth}u`;
    const program = linearProgram({
      name: 'max-pool',
      key: shapeOf(info),
      threads: tf.util.sizeFromShape(info.outShape),
      outputShape: info.outShape,
      variableNames: ['x'],
      body: () => `
        let channel = index % ${inChannels};
        let left = index / ${inChannels} % ${outWidth} * ${strideWidth} - ${padInfo.left};
        let top = index / ${inChannels * outWidth} % ${outHeight} * ${strideHeight} - ${padInfo.top};
        let image = index / ${inChannels * outWidth * outHeight};
        let corner = ((image * ${inHeight} + top) * ${inWidth} + left) * ${inChannels} + channel;
        var largest = -uniforms.INFINITY;
        ${placesOf(filterHeight, filterWidth)
          .map((place) => {
            const value = `x[corner + ${(place.dy * inWidth + place.dx) * inChannels}]`;
            const present = isInside ? value : `select(largest, ${value}, ${exists(place)})`;
            return `largest = max(largest, ${present});`;
          })
          .join('\n')}
        result[index] = largest;`,
    });
    return (args.backend as GpuBackend).runWebGPUProgram(program, [x], 'float32');
  };
}

interface Place {
  readonly i: number;
  readonly dy: number;
  readonly dx: number;
}

function placesOf(height: number, width: number): Place[] {
  return Array.from({ length: height * width }, (_, i) => ({
    i,
    dy: Math.floor(i / width),
    dx: i % width,
  }));
}

/** Kernel `MaxPoolGrad`. The gradient goes to the first of a window's largest numbers, as on the cpu backend. */
export const maxPoolGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', tf.TensorInfo>;
  const info = describe(input.shape, attrs);
  const overlaps = info.filterHeight > info.strideHeight || info.filterWidth > info.strideWidth;
  const isLarge = info.strideHeight * info.strideWidth > mostPlaces;
  if (!overlaps && !isLarge) return scatter(backend as GpuBackend, info, dy, input);
  const { inWidth, inHeight, inChannels } = info;
  return gather(backend as GpuBackend, 'max-pool gradient', info, [dy, input, output], {
    variableNames: ['dy', 'x', 'largest'],
    before: 'let value = x[index];',
    // Whether this is the first such number of the window.
    each: `
      if (largest[window] == value) {
        var isFirst = true;
        for (var i = max(top, 0); i <= row && isFirst; i++) {
          let lastColumn = select(min(left + ${info.filterWidth}, ${inWidth}), column, i == row);
          for (var j = max(left, 0); j < lastColumn; j++) {
            if (x[((image * ${inHeight} + i) * ${inWidth} + j) * ${inChannels} + channel] == value) {
              isFirst = false;
            }
          }
        }
        if (isFirst) { sum += dy[window]; }
      }`,
  });
};

/** Where windows don't overlap: one thread for each, which also writes the zeros of its stride. */
function scatter(
  backend: GpuBackend,
  info: PoolInfo,
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const down = Math.ceil((inHeight + padInfo.top) / strideHeight);
  const across = Math.ceil((inWidth + padInfo.left) / strideWidth);
  const places = placesOf(strideHeight, strideWidth);
  const isExact =
    padInfo.top + padInfo.left === 0 &&
    down * strideHeight === inHeight &&
    across * strideWidth === inWidth;
  const exists = ({ dy: below, dx }: Place) =>
    isExact ? 'true' : `u32(top + ${below}) < ${inHeight}u && u32(left + ${dx}) < ${inWidth}u`;
  const inWindow = places.filter((at) => at.dy < filterHeight && at.dx < filterWidth);
  const program = linearProgram({
    name: 'max-pool gradient',
    key: shapeOf(info),
    threads: batchSize * down * across * inChannels,
    outputShape: info.inShape,
    variableNames: ['dy', 'x'],
    body: () => `
      let channel = index % ${inChannels};
      let windowX = index / ${inChannels} % ${across};
      let windowY = index / ${inChannels * across} % ${down};
      let image = index / ${inChannels * across * down};
      let top = windowY * ${strideHeight} - ${padInfo.top};
      let left = windowX * ${strideWidth} - ${padInfo.left};
      let corner = ((image * ${inHeight} + top) * ${inWidth} + left) * ${inChannels} + channel;
      let isWindow = windowY < ${outHeight} && windowX < ${outWidth};
      let window = ((image * ${outHeight} + windowY) * ${outWidth} + windowX) * ${inChannels} + channel;
      let gradient = select(0.0, dy[window], isWindow);
      var largest = -uniforms.INFINITY;
      var place = -1;
      ${inWindow
        .map(
          (at) => `
            if (${exists(at)}) {
              let value = x[corner + ${(at.dy * inWidth + at.dx) * inChannels}];
              if (value > largest) { largest = value; place = ${at.i}; }
            }`,
        )
        .join('')}
      ${places
        .map(
          (at) => `
            if (${exists(at)}) {
              result[corner + ${(at.dy * inWidth + at.dx) * inChannels}] = select(0.0, gradient, place == ${at.i});
            }`,
        )
        .join('')}`,
  });
  return backend.runWebGPUProgram(program, [dy, x], 'float32');
}

/** Kernel `AvgPoolGrad`. A window's borders count as zeros that it averages, as on the cpu backend. */
export const averagePoolGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, input } = inputs as Record<'dy' | 'input', tf.TensorInfo>;
  const info = describe(input.shape, attrs);
  return gather(backend as GpuBackend, 'average-pool gradient', info, [dy], {
    variableNames: ['dy'],
    before: '',
    each: `sum += dy[window] * ${1 / (info.filterHeight * info.filterWidth)};`,
  });
};

interface GatherCode {
  readonly variableNames: string[];
  readonly before: string;
  /** Adds what comes from output number `window`, whose window begins at `top` and `left`, to `sum`. */
  readonly each: string;
}

/** All that the code of both layouts depends on. */
function shapeOf(info: PoolInfo): unknown {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const window = [filterHeight, filterWidth, strideHeight, strideWidth];
  return [inHeight, inWidth, inChannels, outHeight, outWidth, window, padInfo];
}

/** One thread for each number of the input, which asks the windows that it was in. */
function gather(
  backend: GpuBackend,
  name: string,
  info: PoolInfo,
  inputs: readonly tf.TensorInfo[],
  { variableNames, before, each }: GatherCode,
): tf.TensorInfo {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, inShape, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const program = linearProgram({
    name,
    key: shapeOf(info),
    threads: tf.util.sizeFromShape(inShape),
    outputShape: inShape,
    variableNames,
    body: () => `
      let channel = index % ${inChannels};
      let column = index / ${inChannels} % ${inWidth};
      let row = index / ${inChannels * inWidth} % ${inHeight};
      let image = index / ${inChannels * inWidth * inHeight};
      // The last window that begins at or above this row, and the first that reaches it.
      let lastY = min((row + ${padInfo.top}) / ${strideHeight}, ${outHeight - 1});
      let lastX = min((column + ${padInfo.left}) / ${strideWidth}, ${outWidth - 1});
      let firstY = max(row + ${padInfo.top - filterHeight + strideHeight}, 0) / ${strideHeight};
      let firstX = max(column + ${padInfo.left - filterWidth + strideWidth}, 0) / ${strideWidth};
      var sum = 0.0;
      ${before}
      for (var windowY = firstY; windowY <= lastY; windowY++) {
        let top = windowY * ${strideHeight} - ${padInfo.top};
        for (var windowX = firstX; windowX <= lastX; windowX++) {
          let left = windowX * ${strideWidth} - ${padInfo.left};
          let window = ((image * ${outHeight} + windowY) * ${outWidth} + windowX) * ${inChannels} + channel;
          ${each}
        }
      }
      result[index] = sum;`,
  });
  return backend.runWebGPUProgram(program, inputs, 'float32');
}

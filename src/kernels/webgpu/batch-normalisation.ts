/** Batch normalisation in training: the kernels of `ops/batch-normalisation.ts`. */
import * as tf from '@tensorflow/tfjs';
import { linearProgram, type GpuBackend } from './backend.ts';
import { addParts, partsOf } from './parts.ts';

/** Kernel `BatchNormTraining`: `y`, and of the channels mean, variance and `1 / sqrt(variance + epsilon)`. */
export const normalise: tf.KernelFunc = (args) => {
  const { x, scale, offset } = args.inputs as Record<'x' | 'scale' | 'offset', tf.TensorInfo>;
  const { epsilon } = args.attrs as { epsilon: number };
  const backend = args.backend as GpuBackend;
  const { channels, size } = sizes(x);
  // Far from 0, sums of the numbers themselves would lose digits of the mean, and sums of their squares all of the variance.
  const mean = averages(backend, x, x, 'distance', x);
  const variance = averages(backend, x, mean, 'distance * distance', null);
  const perDeviation = backend.runWebGPUProgram(
    linearProgram({
      name: 'inverse deviations',
      key: [epsilon],
      threads: channels,
      outputShape: [channels],
      variableNames: ['variance'],
      // The exact root: what GPUs have for its inverse is an estimate.
      body: () => `result[index] = 1.0 / sqrt(variance[index] + ${epsilon});`,
    }),
    [variance],
    'float32',
  );
  const y = backend.runWebGPUProgram(
    linearProgram({
      name: 'normalise',
      key: [channels],
      threads: size,
      outputShape: x.shape,
      variableNames: ['x', 'scale', 'offset', 'mean', 'perDeviation'],
      body: () => `
        let channel = index % ${channels};
        let slope = scale[channel] * perDeviation[channel];
        result[index] = fma(x[index] - mean[channel], slope, offset[channel]);`,
    }),
    [x, scale, offset, mean, perDeviation],
    'float32',
  );
  return [y, mean, variance, perDeviation];
};

/**
 * Averages over each channel.
 * @param centre `[channels]`, or an image, whose first place is taken
 * @param term WGSL of what is averaged, made of the `distance` of each number from its channel's centre
 * @param lift added to the averages: as `centre`
 */
function averages(
  backend: GpuBackend,
  x: tf.TensorInfo,
  centre: tf.TensorInfo,
  term: string,
  lift: tf.TensorInfo | null,
): tf.TensorInfo {
  const { channels, rows } = sizes(x);
  const count = partsOf(channels, rows);
  const program = linearProgram({
    name: 'averages of distances',
    key: [rows, channels, term],
    threads: count * channels,
    outputShape: [count, channels],
    variableNames: ['x', 'centre'],
    body: () => `
      let channel = index % ${channels};
      let middle = centre[channel];
      var sum = 0.0;
      for (var row = index / ${channels}; row < ${rows}; row += ${count}) {
        let distance = x[row * ${channels} + channel] - middle;
        sum += ${term};
      }
      result[index] = sum * ${1 / rows};`,
  });
  const sums = backend.runWebGPUProgram(program, [x, centre], 'float32');
  const total = { name: 'averages of distances', outputShape: [channels], bias: lift };
  const average = addParts(backend, { sums, count }, total);
  backend.disposeData(sums.dataId);
  return average;
}

/** Kernel `BatchNormTrainingGrad`: the gradients of `x`, scale and offset. */
export const normaliseGradient: tf.KernelFunc = (args) => {
  const { dy, x, scale, mean, perDeviation } = args.inputs as Record<
    'dy' | 'x' | 'scale' | 'mean' | 'perDeviation',
    tf.TensorInfo
  >;
  const backend = args.backend as GpuBackend;
  const { channels, size, rows } = sizes(x);
  const count = partsOf(channels, rows);
  const sums = backend.runWebGPUProgram(
    linearProgram({
      name: 'sums of gradients',
      key: [rows, channels],
      threads: count * channels,
      outputShape: [count, 2, channels],
      variableNames: ['dy', 'x', 'mean', 'perDeviation'],
      body: () => `
        let channel = index % ${channels};
        let part = index / ${channels};
        let centre = mean[channel];
        var ofOffset = 0.0;
        var ofScale = 0.0;
        for (var row = part; row < ${rows}; row += ${count}) {
          let at = row * ${channels} + channel;
          ofOffset += dy[at];
          ofScale = fma(dy[at], x[at] - centre, ofScale);
        }
        result[part * ${2 * channels} + channel] = ofOffset;
        result[part * ${2 * channels} + ${channels} + channel] = ofScale * perDeviation[channel];`,
    }),
    [dy, x, mean, perDeviation],
    'float32',
  );
  const [offsetGradient, scaleGradient] = [0, channels].map((start) =>
    addParts(
      backend,
      { sums, count, stride: 2 * channels, start },
      { name: 'sums of gradients', outputShape: [channels] },
    ),
  ) as [tf.TensorInfo, tf.TensorInfo];
  backend.disposeData(sums.dataId);
  const dx = backend.runWebGPUProgram(
    linearProgram({
      name: 'normalisation gradient',
      key: [rows, channels],
      threads: size,
      outputShape: x.shape,
      variableNames: ['dy', 'x', 'scale', 'mean', 'perDeviation', 'ofOffset', 'ofScale'],
      body: () => `
        let channel = index % ${channels};
        let normalised = (x[index] - mean[channel]) * perDeviation[channel];
        let everyRow = fma(normalised, ofScale[channel], ofOffset[channel]) * ${1 / rows};
        result[index] = scale[channel] * perDeviation[channel] * (dy[index] - everyRow);`,
    }),
    [dy, x, scale, mean, perDeviation, offsetGradient, scaleGradient],
    'float32',
  );
  return [dx, scaleGradient, offsetGradient];
};

function sizes(x: tf.TensorInfo) {
  const channels = x.shape.at(-1)!;
  const size = tf.util.sizeFromShape(x.shape);
  return { channels, size, rows: size / channels };
}

/**
 * Batch normalisation in training: two passes over memory forwards and two backwards. `x` and what has its shape are
 * `[..., channels]` of float32.
 */
import * as tf from '@tensorflow/tfjs';
import { addBlocks, passOverColumns, rowsOfBlock } from './columns.ts';
import type { NormaliseAttrs, NormaliseGradientAttrs } from '../ops/batch-normalisation.ts';
import type { Workshop } from './workshop.ts';

/**
 * Kernels `BatchNormTraining` and `BatchNormReluTraining`: `y`, and of the channels mean, variance and
 * `1 / sqrt(variance + epsilon)`.
 */
export function normalise(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  { epsilon, relu }: NormaliseAttrs,
): tf.TensorInfo[] {
  const { x, scale, offset } = inputs as Record<'x' | 'scale' | 'offset', tf.TensorInfo>;
  const { rows, columns } = sizes(x);
  const outputs = [x.shape, ...Array<number[]>(3).fill([columns])].map((shape) =>
    workshop.output(shape),
  );
  const [y, means, variances, perDeviations] = outputs.map((tensor) => workshop.address(tensor)) as [
    number,
    number,
    number,
    number,
  ];
  const blockRows = rowsOfBlock(columns);
  const blocks = Math.ceil(rows / blockRows);
  const [partial, slopes] = workshop.reserve(blocks * columns * 8, columns * 4) as [number, number];
  const numbers = workshop.address(x);
  const matrix = { matrices: 1, rows, columns, numbers };
  passOverColumns(workshop, { ...matrix, operation: 'moments', result: partial });

  // Chan, Golub and LeVeque's way to join the means and squared distances of blocks.
  const moments = workshop.floats(partial, blocks * columns * 2);
  const mean = workshop.floats(means, columns);
  const variance = workshop.floats(variances, columns);
  const perDeviation = workshop.floats(perDeviations, columns);
  const slope = workshop.floats(slopes, columns);
  const scales = workshop.floats(workshop.address(scale), columns);
  for (let column = 0; column < columns; column++) {
    let centre = 0;
    let squares = 0;
    for (let block = 0, seen = 0; block < blocks; block++) {
      const count = Math.min(blockRows, rows - seen);
      const at = block * columns * 2 + column;
      const distance = moments[at]! - centre;
      centre += (distance * count) / (seen + count);
      squares += moments[at + columns]! + (distance * distance * seen * count) / (seen + count);
      seen += count;
    }
    mean[column] = centre;
    variance[column] = squares / rows;
    perDeviation[column] = 1 / Math.sqrt(squares / rows + epsilon);
    slope[column] = perDeviation[column]! * scales[column]!;
  }
  passOverColumns(workshop, {
    ...matrix,
    ...{ operation: 'normalise', result: y, means, factors: slopes },
    offsets: workshop.address(offset),
    least: relu ? 0 : -Infinity,
  });
  return outputs;
}

/** Kernels `BatchNormTrainingGrad` and `BatchNormReluTrainingGrad`: the gradients of `x`, scale and offset. */
export function normaliseGradient(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  { relu }: NormaliseGradientAttrs,
): tf.TensorInfo[] {
  const { dy, x, scale, offset, mean, perDeviation } = inputs as Record<
    'dy' | 'x' | 'scale' | 'offset' | 'mean' | 'perDeviation',
    tf.TensorInfo
  >;
  const { rows, columns } = sizes(x);
  const outputs = [x.shape, [columns], [columns]].map((shape) => workshop.output(shape));
  const [dx, scaleGradients, offsetGradients] = outputs.map((tensor) => workshop.address(tensor)) as [
    number,
    number,
    number,
  ];
  const blocks = Math.ceil(rows / rowsOfBlock(columns));
  const [partial, factors, otherFactors, offsets] = workshop.reserve(
    blocks * columns * 8,
    ...Array<number>(3).fill(columns * 4),
  ) as [number, number, number, number];
  const matrix = {
    ...{ matrices: 1, rows, columns, numbers: workshop.address(dy), others: workshop.address(x) },
    ...{ means: workshop.address(mean), factors },
    shifts: relu ? workshop.address(offset) : 0,
  };
  const ofColumns = (address: number) => workshop.floats(address, columns);
  const perDeviations = ofColumns(workshop.address(perDeviation));
  const scales = ofColumns(workshop.address(scale));
  // The same product as forwards, so that what decided there decides here.
  for (let column = 0; column < columns; column++)
    ofColumns(factors)[column] = perDeviations[column]! * scales[column]!;
  passOverColumns(workshop, { ...matrix, operation: 'correlations', result: partial });

  const sums = addBlocks(workshop.floats(partial, blocks * columns * 2), columns * 2);
  for (let column = 0; column < columns; column++) {
    const direct = sums[column]!;
    const correlation = sums[columns + column]! * perDeviations[column]!;
    const slope = perDeviations[column]! * scales[column]!;
    ofColumns(scaleGradients)[column] = correlation;
    ofColumns(offsetGradients)[column] = direct;
    ofColumns(otherFactors)[column] = (-slope * perDeviations[column]! * correlation) / rows;
    ofColumns(offsets)[column] = (-slope * direct) / rows;
  }
  passOverColumns(workshop, {
    ...matrix,
    ...{ operation: 'normaliseBack', result: dx, otherFactors, offsets },
  });
  return outputs;
}

function sizes(x: tf.TensorInfo): { rows: number; columns: number } {
  return { rows: tf.util.sizeFromShape(x.shape.slice(0, -1)), columns: x.shape.at(-1)! };
}

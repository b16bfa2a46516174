/** Poolings and their gradients: NHWC, float32; any window, stride and padding. Other cases go to the library. */
import * as tf from '@tensorflow/tfjs';
import { jobs, type Workshop } from './workshop.ts';

type Shape = tf.backend_util.Conv2DInfo['inShape'];
type PoolAttrs = Pick<tf.MaxPoolAttrs, 'filterSize' | 'strides' | 'pad'> &
  Partial<Pick<tf.MaxPoolAttrs, 'dimRoundingMode'>>;

/** As `pooling.part.as` counts them. */
const operations = { maximum: 0, average: 1, maximumGradient: 2, averageGradient: 3 } as const;

interface Pooling {
  readonly operation: keyof typeof operations;
  /** Of the images that are pooled. */
  readonly shape: Shape;
  /** Addresses: what is pooled, the gradient of that, what comes out or its gradient. */
  readonly input: number;
  readonly fine: number;
  readonly coarse: number;
}

function geometry(shape: Shape, { filterSize, strides, pad, dimRoundingMode }: PoolAttrs) {
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

function run(workshop: Workshop, pooling: Pooling, attrs: PoolAttrs): void {
  const info = geometry(pooling.shape, attrs);
  workshop.run(jobs.pool, info.batchSize, [
    operations[pooling.operation],
    pooling.input,
    pooling.fine,
    pooling.coarse,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ]);
}

function pool(
  operation: 'maximum' | 'average',
  workshop: Workshop,
  { x }: tf.NamedTensorInfoMap,
  attrs: PoolAttrs,
): tf.TensorInfo | null {
  if (x!.dtype !== 'float32') return null;
  const shape = x!.shape as Shape;
  const output = workshop.output(geometry(shape, attrs).outShape);
  const [input, coarse] = [workshop.address(x!), workshop.address(output)];
  run(workshop, { operation, shape, input, fine: 0, coarse }, attrs);
  return output;
}

function poolGradient(
  operation: 'maximumGradient' | 'averageGradient',
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: PoolAttrs,
): tf.TensorInfo {
  const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
  const shape = input.shape as Shape;
  const output = workshop.output(shape);
  const [coarse, fine] = [workshop.address(dy), workshop.address(output)];
  run(workshop, { operation, shape, input: workshop.address(input), fine, coarse }, attrs);
  return output;
}

/** Kernel `MaxPool`. */
export const maxPool = pool.bind(null, 'maximum');
/** Kernel `AvgPool`: the border counts nowhere. */
export const averagePool = pool.bind(null, 'average');
/** Kernel `MaxPoolGrad`: of equal numbers the first gets the gradient. */
export const maxPoolGradient = poolGradient.bind(null, 'maximumGradient');
/** Kernel `AvgPoolGrad`. */
export const averagePoolGradient = poolGradient.bind(null, 'averageGradient');

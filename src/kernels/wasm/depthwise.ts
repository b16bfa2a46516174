/**
 * Depthwise convolution and its gradients: NHWC, float32, dilation 1; any stride and padding. The library has no gradients,
 * and returns zeros where a window is higher than an image that `same` padding surrounds.
 */
import * as tf from '@tensorflow/tfjs';
import { addBlocks } from './columns.ts';
import { jobs, type Workshop } from './workshop.ts';

type Geometry = tf.backend_util.Conv2DInfo;

function geometry(
  x: number[],
  filter: number[],
  attrs: Pick<tf.DepthwiseConv2dNativeAttrs, 'strides' | 'dilations' | 'pad' | 'dimRoundingMode'>,
): Geometry {
  const { strides, pad, dimRoundingMode } = attrs;
  // The library's layer hands on null, whatever its types say.
  const dilations = (attrs.dilations as Geometry['dilationHeight'] | null) ?? 1;
  return tf.backend_util.computeConv2DInfo(
    ...([x as Geometry['inShape'], filter as Geometry['filterShape'], strides, dilations] as const),
    ...([pad, dimRoundingMode, true] as const),
  );
}

/** Words of a job after the addresses. */
function words(info: Geometry): number[] {
  return [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outChannels / info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

function isDilated({ dilationHeight, dilationWidth }: Geometry): boolean {
  return dilationHeight !== 1 || dilationWidth !== 1;
}

/** As `depthwise.part.as` counts them. */
const operations = { filterGradient: 0, inputGradient: 1, convolution: 2 } as const;

type DepthwiseAttrs = tf.DepthwiseConv2dNativeAttrs &
  Partial<Pick<tf.FusedDepthwiseConv2DAttrs, 'activation'>>;

/** Kernels `DepthwiseConv2dNative` and `FusedDepthwiseConv2D` (bias, relu). Null where the library has to do it. */
export function depthwiseConvolve(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: DepthwiseAttrs,
): tf.TensorInfo | null {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const activation = attrs.activation ?? 'linear';
  if (preluActivationWeights !== undefined || !['linear', 'relu'].includes(activation)) return null;
  if (attrs.dataFormat === 'NCHW') return null;
  const info = geometry(x!.shape, filter!.shape, attrs);
  const { outChannels } = info;
  if (isDilated(info) || (bias !== undefined && tf.util.sizeFromShape(bias.shape) !== outChannels))
    return null;
  const output = workshop.output(info.outShape);
  const [start] = workshop.reserve(outChannels * 4) as [number];
  const starts = workshop.floats(start, outChannels).fill(0);
  if (bias !== undefined) starts.set(workshop.floats(workshop.address(bias), outChannels));
  workshop.run(jobs.depthwise, info.batchSize, [
    operations.convolution,
    ...[x!, output, filter!].map((tensor) => workshop.address(tensor)),
    ...words(info),
    start,
    activation === 'relu' ? 1 : 0,
  ]);
  return output;
}

/** In shares of so many the sums of a filter gradient are made, however many threads there are. */
const mostShares = 8;

/** Kernel `DepthwiseConv2dNativeBackpropFilter`. Null where the library has to do it. */
export function depthwiseFilterGradient(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.DepthwiseConv2dNativeBackpropFilterAttrs,
): tf.TensorInfo | null {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const info = geometry(x.shape, attrs.filterShape, attrs);
  if (isDilated(info)) return null;
  const output = workshop.output(attrs.filterShape);
  const weights = tf.util.sizeFromShape(attrs.filterShape);
  const shares = Math.min(mostShares, info.batchSize);
  const [sums] = workshop.reserve(shares * weights * 4) as [number];
  const addresses = [workshop.address(x), workshop.address(dy), sums];
  workshop.run(jobs.depthwise, shares, [operations.filterGradient, ...addresses, ...words(info)]);
  workshop
    .floats(workshop.address(output), weights)
    .set(addBlocks(workshop.floats(sums, shares * weights), weights));
  return output;
}

/** Kernel `DepthwiseConv2dNativeBackpropInput`. Null where the library has to do it. */
export function depthwiseInputGradient(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.DepthwiseConv2dNativeBackpropInputAttrs,
): tf.TensorInfo | null {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const info = geometry(attrs.inputShape, filter.shape, attrs);
  if (isDilated(info)) return null;
  const output = workshop.output(attrs.inputShape);
  const addresses = [output, dy, filter].map((tensor) => workshop.address(tensor));
  workshop.run(jobs.depthwise, info.batchSize, [operations.inputGradient, ...addresses, ...words(info)]);
  return output;
}

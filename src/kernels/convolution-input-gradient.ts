/**
 * The gradient of a convolution with respect to its input (also the forward pass of a transposed convolution), as one
 * forward convolution with stride 1. With stride s, pixels of the input fall into s * s phases; each phase sees its own
 * taps of the filter, so one convolution of `dy` computes the phases as channels, which are then interleaved. With
 * stride 1 this is the well-known convolution with the rotated filter.
 */
import * as tf from '@tensorflow/tfjs';

/** How one axis of the input gradient is computed from the same axis of `dy`. */
interface AxisPlan {
  readonly stride: number;
  /** Taps of the phase filter. */
  readonly taps: number;
  /** Index into the real filter for `[tap, phase]`, -1 where the phase doesn't see that tap. */
  readonly filterIndex: readonly number[];
  readonly padBefore: number;
  readonly padAfter: number;
}

/**
 * Kernel `Conv2DBackpropInput`: `dy` `[batch, outHeight, outWidth, out]` and `filter` `[filterHeight, filterWidth, in, out]`
 * give `[batch, height, width, in]`. NHWC, float32, dilation 1; any stride and padding.
 */
export const convolutionInputGradient: tf.KernelFunc = ({ inputs, attrs }) => {
  const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
    attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = info;
  const rows = planAxis(inHeight, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top);
  const columns = planAxis(inWidth, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left);
  return tf.tidy(() => {
    const phases = tf.conv2d(dy, phaseFilter(filter, rows, columns), 1, [
      [0, 0],
      [rows.padBefore, rows.padAfter],
      [columns.padBefore, columns.padAfter],
      [0, 0],
    ]);
    const [, height, width] = phases.shape;
    // Only the rows have to be interleaved: the phases of a row's pixels are already in the order of the pixels.
    const interleaved =
      rows.stride === 1
        ? phases
        : tf.transpose(
            tf.reshape(phases, [batchSize * height, width, rows.stride, columns.stride * inChannels]),
            [0, 2, 1, 3],
          );
    const whole = tf.reshape(interleaved, [
      batchSize,
      height * rows.stride,
      width * columns.stride,
      inChannels,
    ]);
    return tf.util.arraysEqual(whole.shape, inputShape)
      ? whole
      : tf.slice(whole, [0, 0, 0, 0], inputShape);
  });
};

/**
 * Input pixel `stride * m + phase` met output pixel `m + offset` through filter tap `phase + padding - stride * offset`;
 * the taps of the phase filter are the offsets for which any phase has one.
 */
function planAxis(
  input: number,
  output: number,
  filter: number,
  stride: number,
  padding: number,
): AxisPlan {
  const first = Math.min(0, Math.ceil((padding - filter + 1) / stride));
  const last = Math.max(0, Math.floor((stride - 1 + padding) / stride));
  const taps = last - first + 1;
  const filterIndex: number[] = [];
  for (let offset = first; offset <= last; offset++) {
    for (let phase = 0; phase < stride; phase++) {
      const index = phase + padding - stride * offset;
      filterIndex.push(index < filter ? index : -1);
    }
  }
  const steps = Math.ceil(input / stride);
  return { stride, taps, filterIndex, padBefore: -first, padAfter: Math.max(0, steps + last - output) };
}

/** Filter `[tap, tap, out, phase * phase * in]` of all phases. Filters are small: the copy costs nothing beside the convolution. */
function phaseFilter(filter: tf.Tensor4D, rows: AxisPlan, columns: AxisPlan): tf.Tensor4D {
  const [, filterWidth, inChannels, outChannels] = filter.shape;
  const weights = filter.dataSync();
  const channels = rows.stride * columns.stride * inChannels;
  const phases = new Float32Array(rows.taps * columns.taps * outChannels * channels);
  rows.filterIndex.forEach((y, row) => {
    columns.filterIndex.forEach((x, column) => {
      if (y < 0 || x < 0) return;
      const tap = Math.floor(row / rows.stride) * columns.taps + Math.floor(column / columns.stride);
      const phase = (row % rows.stride) * columns.stride + (column % columns.stride);
      const from = (y * filterWidth + x) * inChannels;
      for (let i = 0; i < inChannels; i++) {
        for (let o = 0; o < outChannels; o++) {
          const to = (tap * outChannels + o) * channels + phase * inChannels + i;
          phases[to] = weights[(from + i) * outChannels + o]!;
        }
      }
    });
  });
  return tf.tensor4d(phases, [rows.taps, columns.taps, outChannels, channels]);
}

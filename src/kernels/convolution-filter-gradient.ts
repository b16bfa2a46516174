/**
 * The gradient of a convolution with respect to its filter, as one forward convolution: with the channels of `x` in the
 * place of the batch, the batch in the place of the channels, and `dy` as a filter that is as large as the output and
 * dilated by the stride, sliding it over the padded input gives exactly one value for each position of the real filter.
 * That keeps all the work in the backend's fast kernel and needs no unfolded copy of the input.
 */
import * as tf from '@tensorflow/tfjs';

/**
 * Kernel `Conv2DBackpropFilter`: `x` `[batch, height, width, in]` and `dy` `[batch, outHeight, outWidth, out]` give
 * `[filterHeight, filterWidth, in, out]`. NHWC, float32, dilation 1; any stride and padding.
 */
export const convolutionFilterGradient: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
    attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels } =
    tf.backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      false,
      tf.backend_util.convertConv2DDataFormat(dataFormat),
    );
  const padding: tf.backend_util.ExplicitPadding = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
  return tf.tidy(() => {
    const channelsAsBatch = tf.transpose(x, [3, 1, 2, 0]);
    const outputAsFilter = tf.transpose(dy, [1, 2, 0, 3]);
    const swept = tf.conv2d(channelsAsBatch, outputAsFilter, 1, padding, 'NHWC', [
      strideHeight,
      strideWidth,
    ]);
    // Where the stride left rows or columns of the input unused, the sweep is longer than the filter.
    const filterFirst = [inChannels, filterHeight, filterWidth, outChannels];
    const exact = tf.util.arraysEqual(swept.shape, filterFirst)
      ? swept
      : tf.slice(swept, [0, 0, 0, 0], filterFirst);
    return tf.transpose(exact, [1, 2, 0, 3]);
  });
};

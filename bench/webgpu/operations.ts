/** How much arithmetic a kernel has to do, however it does it. */
import * as tf from '@tensorflow/tfjs';

/** @returns multiplications and additions; what is neither a product nor a convolution counts one for each number read */
export function operations(
  kernelName: string,
  { inputs, attrs }: Pick<Parameters<tf.KernelFunc>[0], 'inputs' | 'attrs'>,
): number {
  const shape = (name: string) => inputs[name]!.shape;
  const size = (name: string) => tf.util.sizeFromShape(shape(name));
  switch (kernelName) {
    case tf.Conv2D:
    case tf.FusedConv2D: {
      const [height, width, inputChannels] = shape('filter') as [number, number, number, number];
      const { outHeight, outWidth, outChannels, batchSize } = convolution(
        shape('x'),
        shape('filter'),
        attrs,
      );
      return 2 * batchSize * outHeight * outWidth * outChannels * height * width * inputChannels;
    }
    case tf.Conv2DBackpropInput: {
      const [height, width, inputChannels] = shape('filter') as [number, number, number, number];
      return 2 * size('dy') * height * width * inputChannels;
    }
    case tf.Conv2DBackpropFilter: {
      const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const [height, width, inputChannels] = filterShape;
      return 2 * size('dy') * height * width * inputChannels;
    }
    case tf.BatchMatMul:
    case tf._FusedMatMul: {
      const { transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      const columns = shape('b').at(transposeB ? -2 : -1);
      return 2 * size('a') * columns;
    }
    default:
      return Object.values(inputs)
        .flat()
        .reduce(
          (sum, tensor) => sum + (tensor === undefined ? 0 : tf.util.sizeFromShape(tensor.shape)),
          0,
        );
  }
}

function convolution(x: number[], filter: number[], attrs: unknown) {
  const { strides, pad, dilations, dimRoundingMode } = attrs as tf.Conv2DAttrs;
  return tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

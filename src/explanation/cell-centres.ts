/** Where in a picture the values of an image tower's last activation look. */
import type * as tf from '@tensorflow/tfjs';

/** Of the activation's values along an axis: the first one's centre, and from one to the next, in px. */
export interface CellCentres {
  readonly first: number;
  readonly step: number;
}

const convolutions = ['Conv2D', 'DepthwiseConv2D', 'Conv3D'];

/**
 * Centres of receptive fields: that of a value is the middle of the pixels under the middles of its kernels. They are not the centres of
 * equal parts of the picture, since `same` pads an even side at its end only, which moves a strided convolution half a pixel each time.
 * @param size side of the pictures in px
 */
export function cellCentres(model: tf.LayersModel, size: number): CellCentres {
  let [first, step, side] = [0.5, 1, size];
  for (const layer of model.layers) {
    if (!convolutions.includes(layer.getClassName())) continue;
    const { kernelSize, strides } = layer.getConfig() as Record<'kernelSize' | 'strides', number[]>;
    const [kernel, stride] = [kernelSize[0]!, strides[0]!];
    const smaller = Math.ceil(side / stride);
    const before = Math.max(0, (smaller - 1) * stride + kernel - side) >> 1;
    first += step * ((kernel - 1) / 2 - before);
    [step, side] = [step * stride, smaller];
  }
  return { first, step };
}

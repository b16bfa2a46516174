/**
 * The library's 3D convolution layer, carried out as 2D convolutions: a kernel of three slices is a picture's kernel for the slice
 * itself and one for each of its neighbours. So it runs, and can be trained, on every backend (WebAssembly has no 3D convolution)
 * and on our own kernels. What is stored and exported stays the library's layer.
 */
import * as tf from '@tensorflow/tfjs';
import type { ConvolutionOptions } from './image-layers.ts';

/** A layer of class `Conv3D` for `[batch, depth, height, width, channels]`, padded as `same`, without bias. */
export function volumeConvolution(options: ConvolutionOptions): tf.layers.Layer {
  const { name, from, to, kernel, stride, seed } = options;
  const layer = tf.layers.conv3d({
    name,
    filters: to,
    kernelSize: kernel,
    strides: stride,
    padding: 'same',
    useBias: false,
    // He's initialisation for rectifiers.
    kernelInitializer: tf.initializers.randomNormal({
      stddev: Math.sqrt(2 / (kernel ** 3 * from)),
      seed,
    }),
  });
  layer.call = (inputs) => {
    const volumes = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor5D;
    return tf.tidy(() => convolveVolumes(volumes, layer.weights[0]!.read() as tf.Tensor5D, stride));
  };
  return layer;
}

/**
 * What `tf.conv3d` gives with padding `same`, and its gradients.
 * @param volumes `[batch, depth, height, width, from]`
 * @param kernel `[taps, rows, columns, from, to]`
 */
export function convolveVolumes(volumes: tf.Tensor5D, kernel: tf.Tensor5D, stride: number): tf.Tensor5D {
  const [batch, depth, height, width, from] = volumes.shape;
  const [taps, rows, columns, , to] = kernel.shape;
  const slices = Math.ceil(depth / stride);
  const front = Math.max(0, (slices - 1) * stride + taps - depth) >> 1;
  // Slices in groups of `stride`, so that those under one tap are a part of every group.
  const groups = slices + Math.ceil((taps - 1) / stride);
  const slice = height * width * from;
  const grouped = volumes
    .reshape<tf.Tensor3D>([batch, depth, slice])
    .pad([
      [0, 0],
      [front, groups * stride - depth - front],
      [0, 0],
    ])
    .reshape([batch, groups, stride * slice]);
  const kernels = kernel.reshape([taps, rows * columns * from * to]);
  const sums = Array.from({ length: taps }, (_, tap) => {
    const begin = [0, Math.floor(tap / stride), (tap % stride) * slice];
    const under = grouped.slice(begin, [batch, slices, slice]);
    return tf.conv2d(
      under.reshape<tf.Tensor4D>([batch * slices, height, width, from]),
      kernels.slice([tap, 0], [1, -1]).reshape<tf.Tensor4D>([rows, columns, from, to]),
      stride,
      'same',
    );
  });
  const sum = tf.addN(sums);
  const [, down, across] = sum.shape;
  return sum.reshape([batch, slices, down, across, to]);
}

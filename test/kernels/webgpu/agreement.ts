/** Runs the same on WebGPU with our kernels and on cpu, and says how far apart they are. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { registerWebGpuKernels } from '../../../src/kernels/index.ts';

/** How operands are read: as emulated GPUs do best, or through workgroup memory, as real ones do. */
export const waysToRead = ['directly', 'in tiles'] as const;
export type WayToRead = (typeof waysToRead)[number];

/** What the GPU refused to do: the backend doesn't look, and reads zeros. */
const refusals: string[] = [];

export async function startWebGpu(way: WayToRead): Promise<void> {
  await tf.setBackend('webgpu');
  await registerWebGpuKernels();
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.onuncapturederror = ({ error }) => void refusals.push(error.message);
  const adapterInfo =
    way === 'directly'
      ? { vendor: 'google', architecture: 'swiftshader', description: '' }
      : { vendor: 'made', architecture: 'up', description: '' };
  Object.defineProperty(device, 'adapterInfo', { value: adapterInfo, configurable: true });
}

/** A tensor of numbers from -1 to 1. */
export function noise<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.randomUniform<R>(shape, -1, 1, 'float32', seed);
}

/**
 * The largest difference between the backends, as a share of the largest number that cpu had in the same tensor.
 * Infinite where shapes differ, or where tensors stayed behind.
 */
export async function disagreement(job: () => tf.Tensor[]): Promise<number> {
  const expected = await run('cpu', job);
  const actual = await run('webgpu', job);
  if (refusals.length > 0) throw new Error(refusals.splice(0).join('\n'));
  let worst = actual.leaked === 0 && actual.results.length === expected.results.length ? 0 : Infinity;
  expected.results.forEach(({ shape, data }, i) => {
    const other = actual.results[i]!;
    if (shape.join() !== other.shape.join()) worst = Infinity;
    const scale = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
    data.forEach((value, j) => {
      const error = Math.abs(other.data[j]! - value) / scale;
      // NaN must not be lost in a comparison.
      if (!(error <= worst)) worst = error;
    });
  });
  return worst;
}

async function run(backend: 'cpu' | 'webgpu', job: () => tf.Tensor[]) {
  await tf.setBackend(backend);
  // What kernels allocate beside their results is known to the backend alone.
  const count = () => tf.memory().numTensors + tf.backend().numDataIds();
  const before = count();
  const tensors = tf.tidy(job);
  const results = await Promise.all(
    tensors.map(async (tensor) => ({ shape: tensor.shape, data: await tensor.data<'float32'>() })),
  );
  tf.dispose(tensors);
  return { results, leaked: count() - before };
}

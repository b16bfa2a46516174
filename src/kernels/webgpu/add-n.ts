/**
 * `AddN` of any number of tensors. The library binds all of them at once; with more than the eight buffers that every
 * device allows, the GPU drops the whole submission and nothing says so.
 */
import type * as tf from '@tensorflow/tfjs';
import type { GpuBackend } from './backend.ts';

/** The library's kernel binds so many, and its output. */
const most = 7;

/** Kernel `AddN`. @param shipped adds up to `most` tensors */
export function addN(shipped: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const backend = args.backend as GpuBackend;
    const add = (tensors: readonly tf.TensorInfo[]) =>
      shipped({ ...args, inputs: tensors as unknown as tf.NamedTensorInfoMap }) as tf.TensorInfo;
    const tensors = args.inputs as unknown as readonly tf.TensorInfo[];
    let sum = add(tensors.slice(0, most));
    for (let next = most; next < tensors.length; next += most - 1) {
      const more = add([sum, ...tensors.slice(next, next + most - 1)]);
      backend.disposeData(sum.dataId);
      sum = more;
    }
    return sum;
  };
}

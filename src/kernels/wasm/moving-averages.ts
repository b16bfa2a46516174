/** Moving averages of a few numbers each: see `src/kernels/ops/moving-averages.ts`. */
import * as tf from '@tensorflow/tfjs';
import type { MovingAveragesAttrs } from '../ops/moving-averages.ts';
import type { Workshop } from './workshop.ts';

/** Kernel `MovingAverages`: of the inputs `average<i>` and `value<i>`, in the averages' place where nobody else has it. */
export function moveAverages(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  { momentum }: MovingAveragesAttrs,
): tf.TensorInfo[] {
  return Array.from({ length: Object.keys(inputs).length / 2 }, (_, i) => {
    const [average, value] = [inputs[`average${i}`]!, inputs[`value${i}`]!];
    const moved = workshop.reuse(average);
    const [from, towards, to] = [average, value, moved].map((tensor) =>
      workshop.floats(workshop.address(tensor), tf.util.sizeFromShape(tensor.shape)),
    ) as [Float32Array, Float32Array, Float32Array];
    for (let at = 0; at < to.length; at++) to[at] = from[at]! * momentum + towards[at]! * (1 - momentum);
    return moved;
  });
}

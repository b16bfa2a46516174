/** Kernel `UnsortedSegmentSum`: without it nothing that looks up rows of a table, as embeddings do, has a gradient. */
import * as tf from '@tensorflow/tfjs';
import { jobs, type Workshop } from './workshop.ts';

/** Into so many ranges of segments the work is cut: each of them reads all segment numbers. */
const mostRanges = 16;

/** `x` `[rows, ...]` of float32, `segmentIds` `[rows]`. Null where the library has to do it. */
export function segmentSum(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  { numSegments }: tf.UnsortedSegmentSumAttrs,
): tf.TensorInfo | null {
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1)
    return null;
  const [rows, ...row] = x.shape as [number, ...number[]];
  const output = workshop.output([numSegments, ...row]);
  const addresses = [x, segmentIds, output].map((tensor) => workshop.address(tensor));
  workshop.run(jobs.segmentSum, Math.min(mostRanges, numSegments), [
    ...addresses,
    rows,
    tf.util.sizeFromShape(row),
    numSegments,
  ]);
  return output;
}

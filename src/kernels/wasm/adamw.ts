/** AdamW with clipping by the global norm, over all weights in two passes: see `src/kernels/ops/adamw.ts`. */
import * as tf from '@tensorflow/tfjs';
import type { AdamWAttrs } from '../ops/adamw.ts';
import { bitsOf, jobs, type Workshop } from './workshop.ts';

/** Numbers of a piece. */
const pieceNumbers = 1 << 13;
/** Words of a row of the table: see `adamw.part.as`. */
const rowWords = 9;

/**
 * Kernel `AdamW`: of weight i the inputs `gradient<i>`, `weight<i>`, `m<i>` and `v<i>`; the last three come out moved, in place
 * where nobody else has their memory. New places at each step would cut the heap into pieces, so that it went on growing.
 */
export function adamW(
  workshop: Workshop,
  inputs: tf.NamedTensorInfoMap,
  attrs: AdamWAttrs,
): tf.TensorInfo[] {
  const outputs: tf.TensorInfo[] = [];
  const rows: number[][] = [];
  attrs.decays.forEach((decay, i) => {
    const [gradient, ...old] = ['gradient', 'weight', 'm', 'v'].map((name) => inputs[`${name}${i}`]!);
    const moved = old.map((tensor) => workshop.reuse(tensor));
    outputs.push(...moved);
    const addresses = [gradient!, ...old, ...moved].map((tensor) => workshop.address(tensor));
    const size = tf.util.sizeFromShape(gradient!.shape);
    for (let at = 0; at < size; at += pieceNumbers) {
      const count = Math.min(pieceNumbers, size - at);
      rows.push([...addresses.map((address) => address + at * 4), count, bitsOf(decay)]);
    }
  });
  const [table, squares] = workshop.reserve(rows.length * rowWords * 4, rows.length * 8) as [
    number,
    number,
  ];
  workshop.words(table, rows.length * rowWords).set(rows.flat());
  workshop.run(jobs.adamW, rows.length, [table, squares, 0]);
  const norm = Math.sqrt(
    workshop.doubles(squares, rows.length).reduce((sum, square) => sum + square, 0),
  );
  const floats = [
    Math.min(1, attrs.clipNorm / (norm + 1e-6)),
    attrs.beta1,
    1 - attrs.beta1,
    attrs.beta2,
    1 - attrs.beta2,
    attrs.deviationFactor,
    attrs.epsilon,
    attrs.rate,
  ];
  workshop.run(jobs.adamW, rows.length, [table, squares, 1, ...floats.map(bitsOf)]);
  return outputs;
}

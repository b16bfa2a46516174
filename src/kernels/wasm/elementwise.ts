/** Rectifiers and sums, number by number, of float32. */
import * as tf from '@tensorflow/tfjs';
import { jobs, type Workshop } from './workshop.ts';

/** As `elementwise.part.as` counts them. */
const operations = { relu: 0, reluGradient: 1, add: 2, addRow: 3 } as const;

/** Numbers that a task works on. */
const chunk = 1 << 14;

/** @param columns of the rows that meet the same numbers each; 1 where each number meets its own */
function run(
  workshop: Workshop,
  operation: keyof typeof operations,
  a: tf.TensorInfo,
  b: tf.TensorInfo | null,
  columns = 1,
): tf.TensorInfo {
  const output = workshop.output(a.shape);
  const count = tf.util.sizeFromShape(a.shape);
  const perTask = Math.max(1, Math.floor(chunk / columns)) * columns;
  workshop.run(jobs.elementwise, Math.ceil(count / perTask), [
    operations[operation],
    workshop.address(a),
    b === null ? 0 : workshop.address(b),
    workshop.address(output),
    count,
    perTask,
    columns,
  ]);
  return output;
}

/** Kernel `Relu`. Null where the library has to do it. */
export function relu(workshop: Workshop, { x }: tf.NamedTensorInfoMap): tf.TensorInfo | null {
  return x!.dtype === 'float32' ? run(workshop, 'relu', x!, null) : null;
}

/** Kernel `ReluGrad`, which is ours: `dy` where `y`, what relu gave, is above 0. */
export function reluGradient(workshop: Workshop, inputs: tf.NamedTensorInfoMap): tf.TensorInfo {
  return run(workshop, 'reluGradient', inputs['dy']!, inputs['y']!);
}

/** Kernel `Identity`. The library's copies, and every tensor that a gradient needs is cloned. */
export function identity(workshop: Workshop, { x }: tf.NamedTensorInfoMap): tf.TensorInfo | null {
  return x!.dtype === 'string' ? null : workshop.share(x!);
}

/** Kernel `Add` of equal shapes, or of a row to all rows. Null where the library has to do it. */
export function add(workshop: Workshop, inputs: tf.NamedTensorInfoMap): tf.TensorInfo | null {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return null;
  if (tf.util.arraysEqual(a.shape, b.shape)) return run(workshop, 'add', a, b);
  if (isRowOf(b, a)) return run(workshop, 'addRow', a, b, b.shape.at(-1));
  if (isRowOf(a, b)) return run(workshop, 'addRow', b, a, a.shape.at(-1));
  return null;
}

function isRowOf(row: tf.TensorInfo, whole: tf.TensorInfo): boolean {
  const columns = row.shape.at(-1);
  return (
    columns !== undefined &&
    row.shape.length <= whole.shape.length &&
    columns === whole.shape.at(-1) &&
    columns === tf.util.sizeFromShape(row.shape)
  );
}

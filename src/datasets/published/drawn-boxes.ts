/**
 * Samples of the general forms of annotation, in which boxes are all that is said of an image: the boxes, and which classes have one. An
 * image without any is a sample of none.
 */
import { missingLabel, type Target } from '../../domain/index.ts';
import type { CheckedLabels } from '../labels.ts';
import type { LooseBox } from './boxes.ts';
import { LabelValues, multiLabel } from './label-values.ts';
import type { SampleRows } from './sample-rows.ts';

export function addDrawn(
  samples: SampleRows,
  sample: number,
  boxes: readonly (LooseBox | null)[],
): void {
  for (const box of boxes) if (box !== null) samples.boxes.push({ sample, ...box });
}

/**
 * Which classes have a box in each sample.
 * @param unlabelled samples of which nothing is known
 */
export function presenceOf(
  name: string,
  samples: SampleRows,
  classes: readonly string[],
  table: string,
  unlabelled: ReadonlySet<number> = new Set(),
): CheckedLabels {
  const index = new Map(classes.map((className, i) => [className, i]));
  const values = new Int8Array(samples.length * classes.length);
  for (const { sample, className } of samples.boxes) {
    const at = index.get(className);
    if (at !== undefined) values[sample * classes.length + at] = 1;
  }
  const labels = new LabelValues(classes.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const from = sample * classes.length;
    const row = values.subarray(from, from + classes.length);
    labels.add(unlabelled.has(sample) ? row.map(() => missingLabel) : row);
  }
  // Nobody knows whether a mirrored image would be the same.
  const target: Target = multiLabel(name, classes);
  return labels.toColumn(target, table);
}

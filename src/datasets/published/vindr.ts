/** What the tables of the VinDr datasets have in common: a row for each box, or for each reading of an image. */
import { fromCorners } from './boxes.ts';
import { stemKey } from './images.ts';
import { kept, type Cell, type NamedTable } from './named-table.ts';
import type { ReadingJob } from './published.ts';
import type { SampleRows } from './sample-rows.ts';

/** Said of an image on which nobody saw anything; such rows have no box. */
export const noFinding = 'No finding';

/** Names of the columns of a table of boxes. */
export interface BoxColumns {
  readonly image: string;
  readonly className: string;
  readonly reader: string;
  readonly corners: readonly [string, string, string, string];
}

export const vindrBoxes: BoxColumns = {
  image: 'image_id',
  className: 'class_name',
  reader: 'rad_id',
  corners: ['x_min', 'y_min', 'x_max', 'y_max'],
};

/**
 * Walks a table of boxes and adds those with an area to the samples.
 * @param visit gets each row of a sample, whether it has a box or not
 */
export async function addBoxes(
  table: NamedTable,
  columns: BoxColumns,
  samples: SampleRows,
  job: ReadingJob,
  visit: (sample: number, className: string, reader: string) => void = () => undefined,
): Promise<void> {
  const { image, className, reader, corners } = columns;
  let left = 0;
  let example = '';
  const wanted = [image, className, reader, ...corners];
  const problem = await table.eachRow(wanted, job.signal, (cell) => {
    const sample = samples.at(stemKey(cell(image)));
    if (sample === undefined) return;
    const name = kept(cell(className));
    const by = kept(cell(reader));
    visit(sample, name, by);
    // How rows without a finding fill their coordinates differs: their name tells.
    if (name === noFinding) return;
    const box = fromCorners(cellsOf(cell, corners), name, by || null);
    if (box !== null) samples.boxes.push({ sample, ...box });
    else if (left++ === 0) example = `${table.path}: ${name}`;
  });
  job.note(problem);
  if (left > 0) job.say({ kind: 'boxes-left-out', holds: false, parameters: { boxes: left, example } });
}

function cellsOf(cell: Cell, columns: BoxColumns['corners']): [string, string, string, string] {
  return columns.map(cell) as [string, string, string, string];
}

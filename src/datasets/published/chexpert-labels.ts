/** The 14 labels of the CheXpert labeller (Irvin et al., AAAI 2019), which CheXpert and MIMIC-CXR share, in a table with a row a study or image. */
import { missingLabel, type Problem } from '../../domain/index.ts';
import { kept, type NamedTable } from './named-table.ts';
import { mentionOf } from './label-values.ts';

export const chexpertFindings: readonly string[] = [
  'No Finding',
  'Enlarged Cardiomediastinum',
  'Cardiomegaly',
  'Lung Opacity',
  'Lung Lesion',
  'Edema',
  'Consolidation',
  'Pneumonia',
  'Atelectasis',
  'Pneumothorax',
  'Pleural Effusion',
  'Pleural Other',
  'Fracture',
  'Support Devices',
];

/** The five of CheXpert's competition. */
export const competitionFindings: readonly string[] = [
  'Atelectasis',
  'Cardiomegaly',
  'Consolidation',
  'Edema',
  'Pleural Effusion',
];

/** What the tables that radiologists made call `Lung Opacity`. */
const otherNames: Readonly<Record<string, string>> = { 'Lung Opacity': 'Airspace Opacity' };

/** The table's own names of the 14 labels. @throws AppError `missing-column` */
export function findingColumns(table: NamedTable): string[] {
  return chexpertFindings.map((finding) => table.nameOf(finding, otherNames[finding] ?? finding));
}

/** Labels by study or image. */
export interface FindingsByKey {
  /** `[14]` as in a label column, all missing for a key that the table does not have. */
  of(key: string): Int8Array;
}

const none = new Int8Array(chexpertFindings.length).fill(missingLabel);

/**
 * Reads a whole table of labels.
 * @param keyOf from the cell of the key column
 * @param note gets what ended the table early
 */
export async function readFindings(
  table: NamedTable,
  keyColumn: string,
  signal: AbortSignal,
  note: (problem: Problem | null) => void,
  keyOf: (cell: string) => string = (cell) => cell,
): Promise<FindingsByKey> {
  const columns = findingColumns(table);
  const rows = new Map<string, Int8Array>();
  const key = table.nameOf(keyColumn);
  const visit = (cell: (column: string) => string) =>
    rows.set(
      kept(keyOf(cell(key))),
      Int8Array.from(columns, (column) => mentionOf(cell(column))),
    );
  note(await table.eachRow([key, ...columns], signal, visit));
  return { of: (one) => rows.get(one) ?? none };
}

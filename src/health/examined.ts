/** What the checks look at, and what every finding needs: a few examples, and which samples show the same image. */
import type {
  Check,
  Finding,
  FindingParameters,
  Fix,
  ImageReference,
  LabelColumn,
  SampleTable,
  Severity,
  Split,
} from '../domain/index.ts';

/** A sample table with what a recipe makes of it. Rows without a split are not learned from, and no check looks at them. */
export interface Examined {
  readonly table: SampleTable;
  /** Labels as the source states them: uncertain ones are still told apart. */
  readonly stated: LabelColumn;
  /** Labels as they are learned from. */
  readonly settled: LabelColumn;
  /** One a row. */
  readonly splits: readonly (Split | null)[];
  /** Name of the text field that a model reads, null where it reads none. */
  readonly text: string | null;
  /** Whether a model is given images. */
  readonly readsImages: boolean;
  /** Whether it is given all images of a sample, and not the first of them alone. */
  readonly areTogether: boolean;
}

const mostExamples = 5;
const mostPictures = 12;

/** @param rows the samples concerned; some of them are the examples, unless there are better words for them */
export function finding<K extends Check>(
  check: K,
  severity: Severity,
  count: number,
  parameters: FindingParameters[K],
  { table }: Examined,
  rows: readonly number[],
  options: { readonly examples?: readonly string[]; readonly fix?: Fix | null } = {},
): Finding {
  const { examples = rows.map((row) => table.ids[row]!), fix = null } = options;
  return {
    check,
    severity,
    count,
    examples: examples.slice(0, mostExamples),
    rows: rows.slice(0, mostPictures),
    parameters,
    fix,
  } as Finding;
}

/** Rows that are learned from or tested on. */
export function rowsInUse({ splits }: Examined): number[] {
  const rows: number[] = [];
  splits.forEach((split, row) => {
    if (split !== null) rows.push(row);
  });
  return rows;
}

/** Rows by a name of theirs; those without one ('') are left out. */
export function rowsBy(rows: readonly number[], nameOf: (row: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === '') continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

/** What a model is given to see of a row, as one text: two with the same look the same to it. */
export function seenKey({ table, areTogether }: Examined, row: number): string {
  const image = table.images![row]!;
  const further = image.kind === 'file' && areTogether ? (image.further ?? []) : [];
  return [imageKey(image), ...further].join('\n');
}

/** Where an image is, as one text: two samples with the same show the same image, or have it for their first. */
export function imageKey(image: ImageReference): string {
  const { region } = image;
  switch (image.kind) {
    case 'file':
      return JSON.stringify([image.path, image.frame ?? image.seconds, image.plane, region]);
    case 'cell':
      return JSON.stringify([image.path, image.column, image.row, region]);
    case 'npz-row':
      return JSON.stringify([image.path, image.member, image.row, image.slice, image.plane, region]);
  }
}

/** Whether some class is yes for one row and no for another; labels that are missing agree with everything. */
export function labelsDiffer({ values, width, target }: LabelColumn, rows: readonly number[]): boolean {
  // The same right option may stand in another place.
  if (target.kind === 'choice') return false;
  for (let k = 0; k < width; k++) if (isDisputed(values, width, k, rows)) return true;
  return false;
}

export function isDisputed(
  values: Int32Array,
  width: number,
  k: number,
  rows: readonly number[],
): boolean {
  let seen = -1;
  for (const row of rows) {
    const value = values[row * width + k]!;
    if (value < 0) continue;
    if (seen >= 0 && value !== seen) return true;
    seen = value;
  }
  return false;
}

/** For each class: the rows that are of it (1), that are not (0), or of which it is not known (-1). */
export function isOfClass({ target, values, width }: LabelColumn, row: number, index: number): number {
  if (target.kind === 'multi-label') return Math.max(-1, values[row * width + index]!);
  const value = values[row]!;
  return value < 0 ? -1 : value === index ? 1 : 0;
}

/**
 * Classes that a yes-or-no question can be asked of: of two classes the second says all. None of a choice, whose model learns nothing of
 * places.
 */
export function questionedClasses({ target }: LabelColumn): number[] {
  if (target.kind === 'choice') return [];
  const all = [...target.classes.keys()];
  return target.kind === 'multi-label' || target.classes.length !== 2 ? all : [1];
}

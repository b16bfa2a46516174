/** What the values of one column are like: the ground on which its part in the table is guessed. */
import type { GridColumn } from './grid.ts';

export interface ColumnFacts {
  readonly name: string;
  /** Trimmed; null where the cell is empty or says that it is. Whole numbers written as `1.0` are `1`. */
  readonly values: readonly (string | null)[];
  /** How many rows have each value. */
  readonly counts: ReadonlyMap<string, number>;
  /** Rows that have a value. */
  readonly present: number;
}

const missing = /^(?:|n\/?a|nan|null|<na>)$/i;

export function factsOf({ name, values }: GridColumn): ColumnFacts {
  const cleaned = plainNumbers(values.map(clean));
  const counts = new Map<string, number>();
  let present = 0;
  for (const value of cleaned) {
    if (value === null) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    present++;
  }
  return { name, values: cleaned, counts, present };
}

/** Some of the values that are there, spread over the column. */
export function sampleValues({ values }: ColumnFacts, wanted: number): { value: string; row: number }[] {
  const step = Math.max(1, values.length / wanted);
  const sample: { value: string; row: number }[] = [];
  for (let at = 0; at < values.length; at += step) {
    const row = Math.floor(at);
    const value = values[row] ?? null;
    if (value !== null) sample.push({ value, row });
  }
  return sample;
}

/** Whether a column says yes, no, unknown or nothing of each row. Only 1 and -1 are two classes. */
export function isIndicator({ counts }: ColumnFacts): boolean {
  const said = [...counts.keys()].map(indicated);
  return said.length > 0 && !said.includes(null) && (said.includes(0) || !said.includes(-1));
}

/** 1 for yes, 0 for no, -1 for unknown; null for what is none of these. */
export function indicated(value: string | null): 1 | 0 | -1 | null {
  if (value === null || value === '-1') return -1;
  if (value === '0' || /^false$/i.test(value)) return 0;
  if (value === '1' || /^true$/i.test(value)) return 1;
  return null;
}

function clean(cell: string): string | null {
  const value = cell.trim();
  return missing.test(value) ? null : value;
}

/** Programs that keep whole numbers with gaps as floats write 1 as `1.0`. */
function plainNumbers(values: readonly (string | null)[]): readonly (string | null)[] {
  const areWhole = values.every((value) => value === null || /^-?\d+(?:\.0+)?$/.test(value));
  return areWhole ? values.map((value) => value?.replace(/\.0+$/, '') ?? null) : values;
}

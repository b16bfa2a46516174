/**
 * What the values of one column are like: the ground on which its part in the table is guessed. Found in one walk over the table
 * with bounded memory, so a column of millions of different values costs no more than one of thousands.
 */
import { ownCopy } from '../../formats/index.ts';

export interface ColumnFacts {
  readonly name: string;
  /** Cells of an image column hold image files: it has no values. */
  readonly kind: 'text' | 'image';
  readonly rows: number;
  /** Rows that have a value. */
  readonly present: number;
  /** How many rows have each value; where `isMany`, of the values met first only. */
  readonly counts: ReadonlyMap<string, number>;
  /** There are more different values than are counted. */
  readonly isMany: boolean;
  /** Values spread over the column, with their rows. */
  readonly sample: readonly { readonly value: string; readonly row: number }[];
  /** All values are whole numbers, some perhaps written as `1.0`. */
  readonly areWhole: boolean;
}

/** Different values that are counted, and characters of them. */
const mostCounted = 50_000;
const mostCharacters = 4_000_000;
/** Rows in a sample: at least so many of a long column, at most twice as many. */
const sampledRows = 512;
/** Of a longer value the beginning stands in the sample. */
const longestSample = 4096;

const missing = /^(?:|n\/?a|nan|null|<na>)$/i;
/** Spares a search in each value: there are millions. */
const longestMissing = 4;
const whole = /^-?\d+(?:\.0+)?$/;

/** Counts one column; also of several files, one after the other. */
export class ColumnSurvey {
  readonly #name: string;
  readonly #kind: ColumnFacts['kind'];
  readonly #counts = new Map<string, number>();
  #characters = 0;
  #isMany = false;
  #rows = 0;
  #present = 0;
  #areWhole = true;
  #sample: { value: string; row: number }[] = [];
  /** Rows between those in the sample. */
  #step = 1;

  constructor(name: string, kind: ColumnFacts['kind']) {
    this.#name = name;
    this.#kind = kind;
  }

  /** Takes the cells of further rows. */
  add(cells: readonly string[]): void {
    for (const cell of cells) {
      const row = this.#rows++;
      const value = clean(cell);
      if (value === null) continue;
      this.#present++;
      this.#areWhole &&= whole.test(value);
      if (!this.#isMany) this.#count(value);
      if (row % this.#step === 0)
        this.#sample.push({ value: ownCopy(value.slice(0, longestSample)), row });
      if (this.#rows >= 2 * sampledRows * this.#step) this.#thin();
    }
  }

  /** Takes rows of which only their number is known. */
  skip(rows: number): void {
    this.#rows += rows;
    this.#present += rows;
  }

  facts(): ColumnFacts {
    const areWhole = this.#present > 0 && this.#areWhole;
    const counts = new Map<string, number>();
    for (const [value, rows] of this.#counts) {
      const plain = areWhole ? plainNumber(value) : value;
      counts.set(plain, (counts.get(plain) ?? 0) + rows);
    }
    return {
      name: this.#name,
      kind: this.#kind,
      rows: this.#rows,
      present: this.#present,
      counts,
      isMany: this.#isMany,
      sample: this.#sample.map(({ value, row }) => ({
        value: areWhole ? plainNumber(value) : value,
        row,
      })),
      areWhole,
    };
  }

  #count(value: string): void {
    const known = this.#counts.get(value);
    if (known !== undefined) {
      this.#counts.set(value, known + 1);
      return;
    }
    this.#characters += value.length;
    if (this.#counts.size === mostCounted || this.#characters > mostCharacters) this.#isMany = true;
    else this.#counts.set(ownCopy(value), 1);
  }

  #thin(): void {
    this.#step *= 2;
    this.#sample = this.#sample.filter(({ row }) => row % this.#step === 0);
  }
}

/** The value in a cell: trimmed, null where it is empty or says that it is; whole numbers written as `1.0` are `1`. */
export function valueOf({ areWhole }: Pick<ColumnFacts, 'areWhole'>, cell: string): string | null {
  const value = clean(cell);
  return value !== null && areWhole ? plainNumber(value) : value;
}

/** Some of the sample, spread over the column. */
export function sampleValues({ sample }: ColumnFacts, wanted: number): ColumnFacts['sample'] {
  if (sample.length <= wanted) return sample;
  return Array.from({ length: wanted }, (_, i) => sample[Math.floor((i * sample.length) / wanted)]!);
}

/** Whether several rows have the same value, as far as they were counted. */
export function hasRepeats({ counts, present, isMany }: ColumnFacts): boolean {
  if (!isMany) return counts.size < present;
  for (const rows of counts.values()) if (rows > 1) return true;
  return false;
}

/** Whether a column says yes, no, unknown or nothing of each row. Only 1 and -1 are two classes. */
export function isIndicator({ counts, isMany }: ColumnFacts): boolean {
  if (isMany) return false;
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
  return value.length <= longestMissing && missing.test(value) ? null : value;
}

/** Programs that keep whole numbers with gaps as floats write 1 as `1.0`. */
function plainNumber(value: string): string {
  return value.replace(/\.0+$/, '');
}

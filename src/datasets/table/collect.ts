/**
 * The further walks over a table, for the columns that play a part in it. Labels, splits and patients are kept as numbers of
 * their values; texts are the only ones that are kept whole, so they are what can be too large.
 */
import { appError } from '../../domain/index.ts';
import { ownCopy } from '../../formats/index.ts';
import { valueOf, type ColumnFacts } from './column-facts.ts';
import type { Grid } from './grid.ts';

/** The values of a column, each kept once. */
export interface CodedColumn {
  /** In the order in which they were met. */
  readonly values: readonly string[];
  /** For each row the index of its value, -1 where it has none. */
  readonly codes: Codes;
}

type Codes = Int8Array | Int16Array | Int32Array;

/** Memory for the values of one column, and what a string takes besides its characters. */
const limitMegabytes = 128;
const stringBytes = 80;

/**
 * Columns by name, coded.
 * @throws AppError `text-too-large` where the different values of a column are more than can be kept
 */
export async function codeColumns(
  grid: Grid,
  columns: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CodedColumn>> {
  const coders = [...new Set(columns)].map((facts) => ({ facts, coder: new Coder(facts, grid) }));
  if (coders.length > 0) {
    const names = coders.map(({ facts }) => facts.name);
    for await (const batch of grid.batches(names, signal))
      for (const { facts, coder } of coders) coder.add(batch.start, batch.column(facts.name));
  }
  return new Map(coders.map(({ facts, coder }) => [facts.name, coder.column]));
}

class Coder {
  readonly #facts: ColumnFacts;
  readonly #path: string;
  readonly #known = new Map<string, number>();
  readonly #values: string[] = [];
  readonly #codes: Codes;
  #bytes = 0;

  constructor(facts: ColumnFacts, { paths, rows }: Grid) {
    this.#facts = facts;
    this.#path = paths[0]!;
    this.#codes = codesFor(facts, rows);
  }

  get column(): CodedColumn {
    return { values: this.#values, codes: this.#codes };
  }

  add(start: number, cells: readonly string[]): void {
    for (const [i, cell] of cells.entries()) {
      const value = valueOf(this.#facts, cell);
      this.#codes[start + i] = value === null ? -1 : (this.#known.get(value) ?? this.#keep(value));
    }
  }

  #keep(value: string): number {
    this.#bytes += bytesOf(value);
    checkSize(this.#facts.name, this.#bytes, this.#path);
    const kept = ownCopy(value);
    const code = this.#values.push(kept) - 1;
    this.#known.set(kept, code);
    return code;
  }
}

/** As small as the number of different values allows. */
function codesFor({ counts, isMany }: ColumnFacts, rows: number): Codes {
  if (isMany || counts.size > 0x7fff) return new Int32Array(rows);
  return counts.size > 0x7f ? new Int16Array(rows) : new Int8Array(rows);
}

/**
 * The values of a column in the given rows, '' where a row has none.
 * @param rows in rising order
 * @throws AppError `text-too-large`
 */
export async function collectTexts(
  grid: Grid,
  facts: ColumnFacts,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<string[]> {
  const texts: string[] = [];
  let bytes = 0;
  for await (const batch of grid.batches([facts.name], signal)) {
    const cells = batch.column(facts.name);
    const end = batch.start + batch.rows;
    for (let row = rows[texts.length]; row !== undefined && row < end; row = rows[texts.length]) {
      const value = valueOf(facts, cells[row - batch.start]!) ?? '';
      bytes += bytesOf(value);
      checkSize(facts.name, bytes, grid.paths[0]!);
      texts.push(ownCopy(value));
    }
    if (texts.length === rows.length) break;
  }
  return texts;
}

/** Memory that a string takes. Latin letters take a byte each, Chinese ones two, and one Chinese makes all of a string take two. */
export function bytesOf(value: string): number {
  return stringBytes + value.length * (/[^\0-\xff]/.test(value) ? 2 : 1);
}

function checkSize(column: string, bytes: number, path: string): void {
  if (bytes > limitMegabytes * 1_000_000)
    throw appError('text-too-large', path, { column, limitMegabytes });
}

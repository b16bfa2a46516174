/** Labels of published datasets while their tables are walked: rows of values that grow, and what a cell says of a finding. */
import {
  missingLabel,
  uncertainLabel,
  unmentionedLabel,
  type LabelColumn,
  type Readings,
  type Target,
} from '../../domain/index.ts';
import { majorityOf } from '../label-policy.ts';
import { checkLabels, type CheckedLabels } from '../labels.ts';

/** What a cell of the CheXpert labeller's tables says: a blank is "not mentioned", which is neither yes nor no. */
export function mentionOf(cell: string): number {
  switch (cell.replace(/\.0*$/, '')) {
    case '1':
      return 1;
    case '0':
      return 0;
    case '-1':
      return uncertainLabel;
    case '':
      return unmentionedLabel;
    default:
      return missingLabel;
  }
}

/** 1 or 0 where a cell says so, missing otherwise. */
export function yesOrNo(cell: string): number {
  const mention = mentionOf(cell);
  return mention < 0 ? missingLabel : mention;
}

/** X-rays are not mirrored: the heart would change sides. */
export function multiLabel(name: string, classes: readonly string[]): Target {
  return { name, kind: 'multi-label', classes, mayFlip: false };
}

/** @param classes two make it binary, negative first */
export function oneOf(name: string, classes: readonly string[]): Target {
  return { name, kind: classes.length === 2 ? 'binary' : 'multi-class', classes, mayFlip: false };
}

/** Labels of one target, sample by sample. */
export class LabelValues {
  readonly width: number;
  #values: Int32Array;
  #length = 0;

  constructor(width: number) {
    this.width = width;
    this.#values = new Int32Array(1024 * width);
  }

  add(row: readonly number[] | Int32Array | Int8Array): void {
    if (this.#length + this.width > this.#values.length) {
      const larger = new Int32Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(row, this.#length);
    this.#length += this.width;
  }

  addMissing(): void {
    this.add(Array.from({ length: this.width }, () => missingLabel));
  }

  /** @param table that a problem is about, null where it is none */
  toColumn(
    target: Target,
    table: string | null,
    more: Pick<LabelColumn, 'minedFrom' | 'options'> = {},
  ): CheckedLabels {
    const values = this.#values.slice(0, this.#length);
    return checkLabels({ target, width: this.width, values, ...more }, table);
  }
}

/** What each reader said of each sample, whether a table has a row for each reading or one for each box. */
export class ReadingValues {
  readonly #width: number;
  readonly #readers = new Map<string, number>();
  readonly #index = new Map<string, number>();
  readonly #samples: number[] = [];
  readonly #by: number[] = [];
  readonly #rows: Int8Array[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  /**
   * The labels of one reading, to be filled in; 0 at first.
   * @param reader '' where readers agreed on it together
   */
  of(sample: number, reader: string): Int8Array {
    const key = `${sample} ${reader}`;
    const known = this.#index.get(key);
    if (known !== undefined) return this.#rows[known]!;
    if (reader !== '' && !this.#readers.has(reader)) this.#readers.set(reader, this.#readers.size);
    this.#samples.push(sample);
    this.#by.push(this.#readers.get(reader) ?? -1);
    this.#index.set(key, this.#rows.length);
    const row = new Int8Array(this.#width);
    this.#rows.push(row);
    return row;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** @param samples how many there are; those that nobody read have no label */
  toColumn(target: Target, samples: number, table: string): CheckedLabels {
    const values = new Int8Array(this.#rows.length * this.#width);
    this.#rows.forEach((row, i) => values.set(row, i * this.#width));
    const readings: Readings = {
      readers: [...this.#readers.keys()],
      samples: Int32Array.from(this.#samples),
      by: Int32Array.from(this.#by),
      values,
    };
    const column: LabelColumn = {
      target,
      width: this.#width,
      values: majorityOf(samples, this.#width, readings),
      ...(readings.readers.length > 1 && { readings }),
    };
    return checkLabels(column, table);
  }
}

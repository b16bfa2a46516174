/**
 * The samples of a published dataset while its tables are walked: one for each row that has its image. A row without is rejected by
 * itself; where no image is there at all, rows with text are samples all the same.
 */
import {
  AppError,
  appError,
  type Box,
  type ImageReference,
  type Problem,
  type Split,
} from '../../domain/index.ts';
import type { Findings } from '../inspection.ts';
import { bytesOf } from '../table/collect.ts';
import type { ImagesByKey } from './images.ts';

/** What is known of a sample besides its image. */
export interface SampleFacts {
  readonly patient?: string;
  readonly study?: string;
  readonly split?: Split | null;
  readonly text?: Readonly<Record<string, string>>;
  readonly covariates?: Readonly<Record<string, string | number | null>>;
  /** The image, where it is not the one that the key is of: several questions ask of one, and tables hold images in cells. */
  readonly image?: ImageReference;
  /** Width and height of the image that its boxes were drawn in, where it may be another. */
  readonly boxSpace?: readonly [width: number, height: number];
}

/** Where a row stands, for those who have to look it up. */
export interface RowPlace {
  readonly table: string;
  readonly row: number;
  /** Where a row is several samples, which of them this is, from 0. */
  readonly turn?: number;
  /** What the row calls its image. */
  readonly file: string;
}

/** Rows without an image that are listed one by one. */
const mostRejected = 10_000;
/** Memory for the texts of one field. */
const limitMegabytes = 128;

export class SampleRows {
  /** Rows that have no image, the first ones of them. */
  readonly rejected: Problem[] = [];
  readonly boxes: Box[] = [];
  /** Fields of text that were given up, since they are more than can be kept. */
  readonly tooLarge: Problem[] = [];
  /** Rows that were to become samples, and those without an image. */
  rows = 0;
  without = 0;
  readonly #images: ImagesByKey;
  readonly #ids: string[] = [];
  readonly #references: (ImageReference | null)[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #patients = new Column('');
  readonly #studies = new Column('');
  readonly #splits = new Column<Split | null>(null);
  readonly #boxSpaces = new Column<NonNullable<SampleFacts['boxSpace']> | null>(null);
  readonly #covariates = new Map<string, Column<string | number | null>>();
  readonly #text = new Map<string, Column<string>>();
  /** Bytes by field of text, Infinity for those that were given up. */
  readonly #textBytes = new Map<string, number>();
  readonly #mostTextBytes: number;

  constructor(images: ImagesByKey, mostTextBytes = limitMegabytes * 1_000_000) {
    this.#images = images;
    this.#mostTextBytes = mostTextBytes;
  }

  get length(): number {
    return this.#ids.length;
  }

  /** The sample that was added with a key. */
  at(key: string): number | undefined {
    return this.#byKey.get(key);
  }

  /**
   * Adds a sample; a key that was added before keeps its first one.
   * @param key of the image, as in the index of images; null for a row that nobody asks for again and whose image is among the facts
   * @returns its number, null where it has no image
   */
  add(key: string | null, place: RowPlace, facts: SampleFacts): number | null {
    const known = key === null ? undefined : this.#byKey.get(key);
    if (known !== undefined) return known;
    this.rows++;
    const path = key === null ? undefined : this.#images.get(key);
    const image = facts.image ?? (path === undefined ? null : ({ kind: 'file', path } as const));
    const isText =
      this.#images.size === 0 && Object.values(facts.text ?? {}).some((text) => text !== '');
    const { table, row, file } = place;
    if (image === null && !isText) {
      this.without++;
      if (this.rejected.length < mostRejected)
        this.rejected.push(appError('missing-file', file, { table, row }).problem);
      return null;
    }
    const sample = this.length;
    this.#ids.push(path ?? idOf(place));
    this.#references.push(image);
    this.#patients.set(sample, facts.patient);
    this.#studies.set(sample, facts.study);
    this.#splits.set(sample, facts.split);
    this.#boxSpaces.set(sample, facts.boxSpace);
    for (const [name, value] of Object.entries(facts.covariates ?? {}))
      columnOf(this.#covariates, name, null).set(sample, value);
    this.addText(sample, facts.text ?? {}, table);
    if (key !== null) this.#byKey.set(key, sample);
    return sample;
  }

  /** Names studies anew. */
  regroup(nameOf: (study: string) => string): void {
    for (let sample = 0; sample < this.length; sample++) {
      const study = this.#studies.at(sample);
      if (study !== '') this.#studies.set(sample, nameOf(study));
    }
  }

  /** False too for a field that was given up. */
  hasText(field: string): boolean {
    return this.#text.has(field);
  }

  /** A field of a sample's text, '' where it has none. */
  textOf(sample: number, field: string): string {
    return this.#text.get(field)?.at(sample) ?? '';
  }

  /** Adds what a further row says of a sample; fields of text that it has stay as they are. */
  addText(sample: number, text: Readonly<Record<string, string>>, table: string): void {
    for (const [field, value] of Object.entries(text)) {
      const isNew = this.textOf(sample, field) === '';
      if (isNew && this.#hasRoom(field, value, table))
        columnOf(this.#text, field, '').set(sample, value);
    }
  }

  /** False for a field of text that is too large, which all samples before lose as soon as that is seen. */
  #hasRoom(field: string, value: string, table: string): boolean {
    const bytes = (this.#textBytes.get(field) ?? 0) + bytesOf(value);
    this.#textBytes.set(field, bytes > this.#mostTextBytes ? Infinity : bytes);
    if (bytes <= this.#mostTextBytes) return true;
    if (bytes !== Infinity)
      this.tooLarge.push(appError('text-too-large', table, { column: field, limitMegabytes }).problem);
    this.#text.delete(field);
    return false;
  }

  /** @throws AppError `no-images` or `missing-file` where there is no sample */
  finish(files: number): Findings['samples'] {
    const [first] = this.rejected;
    const { length } = this;
    if (length === 0) {
      if (this.#images.size === 0 || first === undefined) throw appError('no-images', null, { files });
      throw new AppError(first);
    }
    const references = this.#references;
    const studies = this.#studies.finish(length);
    const boxSpaces = this.#boxSpaces.finish(length);
    const covariates = columnsOf(this.#covariates, length);
    return {
      ids: this.#ids,
      images: references.every((image) => image !== null) ? references : null,
      text: columnsOf(this.#text, length),
      patients: this.#patients.finish(length),
      ...(studies && { studies }),
      officialSplits: this.#splits.finish(length) ?? new Array<null>(length).fill(null),
      ...(Object.keys(covariates).length > 0 && { covariates }),
      ...(this.boxes.length > 0 && {
        boxes: this.boxes.sort((a, b) => a.sample - b.sample),
        ...(boxSpaces && { boxSpaces }),
      }),
    };
  }
}

/** Values of samples, which begin where the first one is known: most datasets have none of most columns. */
class Column<T> {
  readonly none: T;
  readonly #values: T[] = [];

  constructor(none: T) {
    this.none = none;
  }

  set(sample: number, value: T | undefined): void {
    if (value === undefined) return;
    this.#fill(sample);
    this.#values[sample] = value;
  }

  at(sample: number): T {
    return this.#values[sample] ?? this.none;
  }

  /** Null where no sample has a value. */
  finish(length: number): T[] | null {
    if (this.#values.length === 0) return null;
    this.#fill(length);
    return this.#values;
  }

  #fill(length: number): void {
    while (this.#values.length < length) this.#values.push(this.none);
  }
}

function columnOf<T>(columns: Map<string, Column<T>>, name: string, none: T): Column<T> {
  const known = columns.get(name);
  if (known !== undefined) return known;
  const column = new Column(none);
  columns.set(name, column);
  return column;
}

/** Those in which any sample has something. */
function columnsOf<T>(columns: ReadonlyMap<string, Column<T>>, length: number): Record<string, T[]> {
  const found: Record<string, T[]> = {};
  for (const [name, column] of columns) {
    const values = column.finish(length);
    if (values?.some((value) => value !== column.none) === true) found[name] = values;
  }
  return found;
}

/** Joined to one string: a template leaves a tree of pieces behind, which is more memory by the million. */
function idOf({ table, row, turn = 0 }: RowPlace): string {
  return [table, turn === 0 ? row : `${row}#${turn + 1}`].join('/');
}

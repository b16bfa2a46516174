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
  readonly #facts: SampleFacts[] = [];
  readonly #byKey = new Map<string, number>();
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
   * @param key of the image, as in the index of images
   * @returns its number, null where it has no image
   */
  add(key: string, place: RowPlace, facts: SampleFacts): number | null {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.rows++;
    const path = this.#images.get(key);
    const image = facts.image ?? (path === undefined ? null : ({ kind: 'file', path } as const));
    const isText =
      this.#images.size === 0 && Object.values(facts.text ?? {}).some((text) => text !== '');
    if (image === null && !isText) {
      this.without++;
      const { table, row, file } = place;
      if (this.rejected.length < mostRejected)
        this.rejected.push(appError('missing-file', file, { table, row }).problem);
      return null;
    }
    const sample = this.#ids.push(path ?? `${place.table}/${place.row}`) - 1;
    this.#references.push(image);
    this.#facts.push(this.#withoutLargeTexts(facts, place.table));
    this.#byKey.set(key, sample);
    return sample;
  }

  /** Without the fields of text that are too large, which are dropped from all samples before as soon as that is seen. */
  #withoutLargeTexts(facts: SampleFacts, table: string): SampleFacts {
    let { text } = facts;
    for (const [field, value] of Object.entries(text ?? {})) {
      const bytes = (this.#textBytes.get(field) ?? 0) + bytesOf(value);
      this.#textBytes.set(field, bytes > this.#mostTextBytes ? Infinity : bytes);
      if (bytes <= this.#mostTextBytes) continue;
      text = without(text!, field);
      if (bytes === Infinity) continue;
      this.tooLarge.push(appError('text-too-large', table, { column: field, limitMegabytes }).problem);
      this.#facts.forEach((one, i) => {
        if (one.text !== undefined) this.#facts[i] = { ...one, text: without(one.text, field) };
      });
    }
    return text === facts.text ? facts : { ...facts, text: text! };
  }

  /** @throws AppError `no-images` or `missing-file` where there is no sample */
  finish(files: number): Findings['samples'] {
    const [first] = this.rejected;
    if (this.length === 0) {
      if (this.#images.size === 0 || first === undefined) throw appError('no-images', null, { files });
      throw new AppError(first);
    }
    const facts = this.#facts;
    const references = this.#references;
    const column = <T>(of: (one: SampleFacts) => T | undefined, none: T): T[] | null =>
      facts.some((one) => of(one) !== undefined) ? facts.map((one) => of(one) ?? none) : null;
    const studies = column(({ study }) => study, '');
    const boxSpaces = column<NonNullable<SampleFacts['boxSpace']> | null>((one) => one.boxSpace, null);
    const covariates = this.#fields((one) => one.covariates, null);
    return {
      ids: this.#ids,
      images: references.every((image) => image !== null) ? references : null,
      text: this.#fields((one) => one.text, ''),
      patients: column(({ patient }) => patient, ''),
      ...(studies && { studies }),
      officialSplits: facts.map(({ split }) => split ?? null),
      ...(Object.keys(covariates).length > 0 && { covariates }),
      ...(this.boxes.length > 0 && {
        boxes: this.boxes.sort((a, b) => a.sample - b.sample),
        ...(boxSpaces && { boxSpaces }),
      }),
    };
  }

  /** Columns of the fields that any sample has. */
  #fields<T>(of: (one: SampleFacts) => Readonly<Record<string, T>> | undefined, none: T) {
    const columns: Record<string, T[]> = {};
    this.#facts.forEach((one, sample) => {
      for (const [name, value] of Object.entries(of(one) ?? {}))
        (columns[name] ??= Array.from({ length: this.length }, () => none))[sample] = value;
    });
    return Object.fromEntries(
      Object.entries(columns).filter(([, values]) => values.some((value) => value !== none)),
    );
  }
}

function without(text: Readonly<Record<string, string>>, field: string) {
  return Object.fromEntries(Object.entries(text).filter(([name]) => name !== field));
}

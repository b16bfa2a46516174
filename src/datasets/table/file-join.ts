/**
 * Finds the image that each row of a table names. People write paths from the root or from the table, with folders that
 * are not there, bare names, or names without extension; each way is one rule, and a rule is an index over all images,
 * made when first needed, so that joining costs one look-up a row however many files there are.
 */
import type { Split } from '../../domain/index.ts';
import { ownCopy } from '../../formats/index.ts';
import { baseName, folderOf, looksLikeImageName, stemOf } from '../listing.ts';
import { splitOfFolder } from '../split-words.ts';
import { sampleValues, valueOf, type ColumnFacts } from './column-facts.ts';
import { isOfLists, namesIn } from './file-names.ts';
import type { Grid } from './grid.ts';

export interface FileJoin {
  readonly column: string;
  /** For each row the index of its image in the listing, -1 where the row names none that is there. */
  readonly rows: Int32Array;
  /** Rows with an image. */
  readonly matched: number;
  /** Different images that rows name. */
  readonly images: number;
  /** Rows that name several images, of which `rows` has the first, and one of these cells. */
  readonly several: { readonly samples: number; readonly example: string };
  /** Of such rows, by row: the indices of the images after the first, or what the row calls one that is not there. */
  readonly further: ReadonlyMap<number, readonly (number | string)[]>;
}

/** The folder of the table that each row is from, and the row's split. */
export interface JoinContext {
  readonly tableFolder: (row: number) => string;
  readonly splitOf: (row: number) => Split | null;
}

interface Rule {
  readonly index: IndexKind;
  /** Null where the rule is not for such values, so that its index need not be made. */
  keyOf(value: string, row: number, context: JoinContext): string | null;
}

type IndexKind = 'path' | 'last 4' | 'last 3' | 'last 2' | 'split and name' | 'name' | 'stem';

/** The index of the image with a key, -1 where there is none or where there are several. */
type Lookup = (key: string) => number;

export type ImageIndex = (kind: IndexKind) => Lookup;

const keysOfPath: Readonly<Record<IndexKind, (path: string) => string>> = {
  path: (path) => path,
  'last 4': (path) => lastParts(path, 4),
  'last 3': (path) => lastParts(path, 3),
  'last 2': (path) => lastParts(path, 2),
  'split and name': (path) => `${splitOfPath(path) ?? ''}/${baseName(path)}`,
  name: baseName,
  stem: (path) => stemOf(baseName(path)),
};

/** The most telling first: of rules that match equally often the first is taken. */
const rules: readonly Rule[] = [
  { index: 'path', keyOf: (value) => value },
  {
    index: 'path',
    keyOf(value, row, { tableFolder }) {
      const folder = tableFolder(row);
      return folder === '' ? null : `${folder}/${value}`;
    },
  },
  { index: 'last 4', keyOf: (value) => (countParts(value) < 4 ? null : lastParts(value, 4)) },
  { index: 'last 3', keyOf: (value) => (countParts(value) < 3 ? null : lastParts(value, 3)) },
  { index: 'last 2', keyOf: (value) => (countParts(value) < 2 ? null : lastParts(value, 2)) },
  {
    index: 'split and name',
    keyOf(value, row, { splitOf }) {
      const split = splitOf(row);
      return split && `${split}/${baseName(value)}`;
    },
  },
  { index: 'name', keyOf: baseName },
  {
    index: 'stem',
    keyOf: (value) => (looksLikeImageName(value) ? stemOf(baseName(value)) : baseName(value)),
  },
];

const sampleSize = 200;

export function indexImages(images: readonly string[]): ImageIndex {
  const lookups = new Map<IndexKind, Lookup>();
  return (kind) => {
    const known = lookups.get(kind);
    if (known !== undefined) return known;
    const lookup = lookUp(images, keysOfPath[kind]);
    lookups.set(kind, lookup);
    return lookup;
  };
}

/** By the exact key first, then by the folded one. */
function lookUp(images: readonly string[], keyOf: (path: string) => string): Lookup {
  const exact = byKey(images, keyOf);
  let folded: ReadonlyMap<string, number> | null = null;
  return (key) => {
    const found = exact.get(key);
    if (found !== undefined) return found;
    folded ??= byKey(images, (image) => fold(keyOf(image)));
    return folded.get(fold(key)) ?? -1;
  };
}

function byKey(images: readonly string[], keyOf: (path: string) => string) {
  const indices = new Map<string, number>();
  for (const [index, path] of images.entries()) {
    const key = keyOf(path);
    indices.set(key, indices.has(key) ? -1 : index);
  }
  return indices;
}

/**
 * Joins each column by the rule that finds most images for a sample of its values, all in one walk; columns for which none finds
 * any are left out.
 * @param images how many there are
 */
export async function joinFiles(
  grid: Grid,
  columns: readonly ColumnFacts[],
  index: ImageIndex,
  images: number,
  context: JoinContext,
  signal: AbortSignal,
): Promise<FileJoin[]> {
  const joins = columns.flatMap((facts) => {
    const rule = bestRule(facts, index, context);
    const rows = new Int32Array(rule === null ? 0 : grid.rows).fill(-1);
    return rule === null
      ? []
      : [{ facts, rule, named: new Uint8Array(images), ...emptyJoin(facts), rows }];
  });
  if (joins.length === 0) return [];
  const names = joins.map(({ facts }) => facts.name);
  for await (const batch of grid.batches(names, signal)) {
    for (const join of joins) {
      for (const [i, cell] of batch.column(join.facts.name).entries()) {
        const value = valueOf(join.facts, cell);
        if (value === null) continue;
        const row = batch.start + i;
        const names = namesOf(join.facts, value);
        const found = names.map((name) => find(join.rule, name, row, index, context));
        const [first = -1] = found;
        if (first < 0) continue;
        join.rows[row] = first;
        join.matched++;
        if (names.length > 1) {
          if (join.several.samples++ === 0) join.several.example = ownCopy(value);
          const others = found.slice(1).map((at, k) => (at < 0 ? ownCopy(names[k + 1]!) : at));
          join.further.set(row, others);
        }
        for (const image of found) {
          if (image < 0) continue;
          join.images += 1 - join.named[image]!;
          join.named[image] = 1;
        }
      }
    }
  }
  return joins.map(({ facts: _facts, rule: _rule, named: _named, ...join }) => join);
}

/** One, but in columns of lists. */
export function namesOf({ name }: ColumnFacts, value: string): string[] {
  return isOfLists(name) ? namesIn(value) : [value];
}

function bestRule(facts: ColumnFacts, index: ImageIndex, context: JoinContext): Rule | null {
  const sample = sampleValues(facts, sampleSize);
  let best: { rule: Rule; found: number } | null = null;
  for (const rule of rules) {
    const found = sample.filter(({ value, row }) => {
      const [first] = namesOf(facts, value);
      return first !== undefined && find(rule, first, row, index, context) >= 0;
    }).length;
    if (found > (best?.found ?? 0)) best = { rule, found };
    if (found === sample.length) break;
  }
  return best?.rule ?? null;
}

/** A join in which no row has an image. */
export function emptyJoin({ name, rows }: ColumnFacts) {
  return {
    column: name,
    rows: new Int32Array(rows).fill(-1),
    matched: 0,
    images: 0,
    several: { samples: 0, example: '' },
    further: new Map<number, (number | string)[]>(),
  };
}

function find(rule: Rule, value: string, row: number, index: ImageIndex, context: JoinContext): number {
  const plain = value.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  const key = rule.keyOf(plain, row, context);
  return key === null ? -1 : index(rule.index)(key);
}

function countParts(path: string): number {
  return path.split('/').length;
}

function lastParts(path: string, wanted: number): string {
  return path.split('/').slice(-wanted).join('/');
}

function splitOfPath(path: string): Split | null {
  return (
    folderOf(path)
      .split('/')
      .map(splitOfFolder)
      .findLast((split) => split !== null) ?? null
  );
}

/** Windows and macOS take names that differ only so for the same; macOS also writes accents as characters of their own. */
function fold(key: string): string {
  return key.normalize('NFC').toLowerCase();
}

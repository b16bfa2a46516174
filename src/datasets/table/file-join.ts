/**
 * Finds the image that each row of a table names. People write paths from the root or from the table, with folders that
 * are not there, bare names, or names without extension; each way is one rule, and a rule is an index over all images,
 * made when first needed, so that joining costs one look-up a row however many files there are.
 */
import type { Split } from '../../domain/index.ts';
import { baseName, folderOf, looksLikeImageName, stemOf } from '../listing.ts';
import { splitOfWord } from '../split-words.ts';
import { sampleValues, type ColumnFacts } from './column-facts.ts';

export interface FileJoin {
  readonly column: string;
  /** Image of each row, null where the row names none that is there. */
  readonly paths: readonly (string | null)[];
  /** Rows with an image. */
  readonly matched: number;
  /** Different images that rows name. */
  readonly images: number;
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

/** The image with a key, null where there is none or where there are several. */
type Lookup = (key: string) => string | null;

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
  let folded: ReadonlyMap<string, string | null> | null = null;
  return (key) => {
    const path = exact.get(key);
    if (path !== undefined) return path;
    folded ??= byKey(images, (image) => fold(keyOf(image)));
    return folded.get(fold(key)) ?? null;
  };
}

function byKey(images: readonly string[], keyOf: (path: string) => string) {
  const paths = new Map<string, string | null>();
  for (const path of images) {
    const key = keyOf(path);
    paths.set(key, paths.has(key) ? null : path);
  }
  return paths;
}

/** Joins by the rule that finds most images for a sample of the values; null where none finds any. */
export function joinFiles(facts: ColumnFacts, index: ImageIndex, context: JoinContext): FileJoin | null {
  const sample = sampleValues(facts, sampleSize);
  let best: { rule: Rule; found: number } | null = null;
  for (const rule of rules) {
    const found = sample.filter(({ value, row }) => find(rule, value, row, index, context)).length;
    if (found > (best?.found ?? 0)) best = { rule, found };
    if (found === sample.length) break;
  }
  if (best === null) return null;
  const { rule } = best;
  const paths = facts.values.map((value, row) =>
    value === null ? null : find(rule, value, row, index, context),
  );
  const found = paths.filter((path) => path !== null);
  return { column: facts.name, paths, matched: found.length, images: new Set(found).size };
}

/** A join in which no row has an image. */
export function emptyJoin(facts: ColumnFacts): FileJoin {
  return { column: facts.name, paths: facts.values.map(() => null), matched: 0, images: 0 };
}

function find(rule: Rule, value: string, row: number, index: ImageIndex, context: JoinContext) {
  const plain = value.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  const key = rule.keyOf(plain, row, context);
  return key === null ? null : index(rule.index)(key);
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
      .map(splitOfWord)
      .findLast((split) => split !== null) ?? null
  );
}

/** Windows and macOS take names that differ only so for the same; macOS also writes accents as characters of their own. */
function fold(key: string): string {
  return key.normalize('NFC').toLowerCase();
}

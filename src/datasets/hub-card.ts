/**
 * Names of classes that a dataset on Hugging Face has in its card alone: in the YAML before `README.md` (`dataset_info`, of one
 * configuration or a list of them), or in `dataset_infos.json` of older ones. Tables beside have numbers for them.
 * https://huggingface.co/docs/datasets/main/en/repository_structure
 */
import { AppError } from '../domain/index.ts';
import { cellOf, isRecord, readYaml } from '../formats/index.ts';
import { baseName, folderOf } from './listing.ts';
import type { Files } from './published/files.ts';
import { headOf } from './published/text-files.ts';

/** By column, as tables name them: `label`, `objects.category`. */
export type ClassNames = ReadonlyMap<string, readonly string[]>;

export interface CardNames {
  /** The card. */
  readonly file: string;
  readonly names: ClassNames;
}

interface Configuration {
  readonly name: string;
  readonly names: ClassNames;
}

/** Longer ones than the cards of a thousand classes are read in part. */
const mostBytes = 4 * 1024 * 1024;

/** Reads each card once. What no card names, and what its configurations name differently, has no names. */
export function cardsOf(files: Files): (table: string) => Promise<CardNames | null> {
  const read = new Map<string, Promise<Configuration[]>>();
  const cards = [...files.named('readme.md'), ...files.named('dataset_infos.json')];
  return async (table) => {
    const above = cards.filter((card) => isBelow(table, folderOf(card)));
    // The nearest one first.
    above.sort((a, b) => folderOf(b).length - folderOf(a).length);
    for (const file of above) {
      const reading = read.get(file) ?? configurationsOf(files, file);
      read.set(file, reading);
      const all = await reading;
      const named = all.filter(({ name }) => table.split('/').includes(name));
      const names = agreed(named.length > 0 ? named : all);
      if (names.size > 0) return { file, names };
    }
    return null;
  };
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

async function configurationsOf({ source }: Files, path: string): Promise<Configuration[]> {
  try {
    const text = await headOf(source, path, mostBytes);
    return /\.json$/i.test(baseName(path)) ? fromInfos(text) : await fromCard(text);
  } catch (error) {
    // What it lacks is said nowhere else; the tables are as good as without it.
    if (error instanceof AppError || error instanceof SyntaxError) return [];
    throw error;
  }
}

/** `{"default": {"features": {"label": {"names": […], "_type": "ClassLabel"}}}}` */
function fromInfos(text: string): Configuration[] {
  const infos: unknown = JSON.parse(text);
  return Object.entries(isRecord(infos) ? infos : {}).map(([name, info]) => {
    const names = new Map<string, readonly string[]>();
    visitFeature(isRecord(info) ? info.features : null, '', names);
    return { name, names };
  });
}

function visitFeature(feature: unknown, path: string, names: Map<string, readonly string[]>): void {
  if (Array.isArray(feature)) visitFeature(feature[0], path, names);
  if (!isRecord(feature)) return;
  const { names: given, feature: inner } = feature;
  if (feature._type === 'ClassLabel' && Array.isArray(given)) names.set(path, given.map(cellOf));
  else if (inner !== undefined && '_type' in feature) visitFeature(inner, path, names);
  else if (!('_type' in feature))
    for (const [name, below] of Object.entries(feature)) visitFeature(below, join(path, name), names);
}

async function fromCard(text: string): Promise<Configuration[]> {
  const front = /^\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)/s.exec(text)?.[1];
  const card = front === undefined ? null : await readYaml(front);
  const infos = isRecord(card) ? card.dataset_info : null;
  return (Array.isArray(infos) ? (infos as unknown[]) : [infos]).filter(isRecord).map((info) => {
    const names = new Map<string, readonly string[]>();
    visitField(info.features, '', names);
    return { name: cellOf(info.config_name), names };
  });
}

/** A list of `name` and what it is of: a class label, or further ones below. */
function visitField(field: unknown, path: string, names: Map<string, readonly string[]>): void {
  if (Array.isArray(field)) {
    for (const one of field as unknown[])
      if (isRecord(one)) visitField(one, join(path, cellOf(one.name)), names);
    return;
  }
  if (!isRecord(field)) return;
  const given = isRecord(field.class_label) ? field.class_label.names : undefined;
  if (given !== undefined) names.set(path, listed(given));
  for (const kind of ['dtype', 'struct', 'sequence', 'list', 'large_list'])
    visitField(field[kind], path, names);
}

/** A list, or numbers as keys. */
function listed(given: unknown): string[] {
  if (Array.isArray(given)) return given.map(cellOf);
  const names: string[] = [];
  for (const [number, name] of Object.entries(isRecord(given) ? given : {}))
    if (/^\d{1,6}$/.test(number)) names[Number(number)] = cellOf(name);
  return Array.from(names, (name: string | undefined, i) => name ?? String(i));
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function agreed(configurations: readonly Configuration[]): ClassNames {
  const found = new Map<string, readonly string[] | null>();
  for (const { names } of configurations)
    for (const [column, given] of names) {
      const other = found.get(column);
      const isSame = other === undefined || JSON.stringify(other) === JSON.stringify(given);
      found.set(column, isSame ? given : null);
    }
  const same = [...found].filter((one): one is [string, readonly string[]] => one[1] !== null);
  return new Map(same);
}

/** The name of a number, '' for a label that is missing; what is no number, or one without a name, stays as it is. */
export function classNameOf(names: readonly string[], value: string): string {
  const plain = value.trim();
  if (/^-1(?:\.0+)?$/.test(plain)) return '';
  return (/^\d+(?:\.0+)?$/.test(plain) ? names[Number(plain)] : undefined) ?? value;
}

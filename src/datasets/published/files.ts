/**
 * Finding the few files that tell a dataset: by the end of their paths, wherever people unpacked it, packed with gzip or not. Made once
 * for each listing, so that many datasets can ask without each walking 400,000 paths.
 */
import { AppError, type Problem, type Source } from '../../domain/index.ts';
import { baseName, folderOf, looksLikeImageName, type Listing } from '../listing.ts';
import { type NamedTable, openNamedTable } from './named-table.ts';

/** Tables of one name that are opened to look at their headings: backups and copies lie about. */
const mostOpened = 4;

export class Files {
  readonly source: Source;
  readonly listing: Listing;
  /** Paths of what is no image by its name, by base name in lower case and without `.gz`. */
  readonly #byName = new Map<string, string[]>();
  readonly #opened = new Map<string, Promise<NamedTable | AppError>>();

  constructor(source: Source, listing: Listing) {
    this.source = source;
    this.listing = listing;
    for (const path of listing.files) {
      if (looksLikeImageName(path)) continue;
      const name = baseName(path).toLowerCase().replace(/\.gz$/, '');
      const paths = this.#byName.get(name);
      if (paths === undefined) this.#byName.set(name, [path]);
      else paths.push(path);
    }
  }

  /** Paths of files of a name (lower case, without `.gz`), or of names that match; nearest to the root first. */
  named(name: string | RegExp): string[] {
    const found =
      typeof name === 'string'
        ? (this.#byName.get(name) ?? [])
        : [...this.#byName].filter(([one]) => name.test(one)).flatMap(([, paths]) => paths);
    const depth = (path: string) => path.split('/').length;
    return [...found].sort((a, b) => depth(a) - depth(b));
  }

  /**
   * The first table of a name that has all of the columns; null where there is none. Of one that can't be opened, the error is
   * thrown if no other fits.
   */
  async table(name: string | RegExp, columns: readonly string[] = []): Promise<NamedTable | null> {
    let failure: AppError | null = null;
    for (const path of this.named(name).slice(0, mostOpened)) {
      const table = await this.#open(path);
      if (table instanceof AppError) failure ??= table;
      else if (columns.every((column) => table.has(column))) return table;
    }
    if (failure !== null) throw failure;
    return null;
  }

  /**
   * All tables at these paths that have the columns, in their order.
   * @param note gets what is wrong with those that can't be opened
   */
  async tablesAt(
    paths: readonly string[],
    columns: readonly string[],
    note: (problem: Problem) => void = () => undefined,
  ): Promise<NamedTable[]> {
    const found: NamedTable[] = [];
    for (const path of paths) {
      const table = await this.#open(path);
      if (table instanceof AppError) note(table.problem);
      else if (columns.every((column) => table.has(column))) found.push(table);
    }
    return found;
  }

  /** The table of a name that lies in a folder, else the nearest one with these columns. */
  async tableBeside(
    folder: string,
    name: string | RegExp,
    columns: readonly string[] = [],
  ): Promise<NamedTable | null> {
    const [beside] = this.named(name).filter((path) => folderOf(path) === folder);
    if (beside !== undefined) {
      const table = await this.#open(beside);
      if (!(table instanceof AppError) && columns.every((column) => table.has(column))) return table;
    }
    return this.table(name, columns);
  }

  async #open(path: string): Promise<NamedTable | AppError> {
    const known = this.#opened.get(path);
    if (known !== undefined) return known;
    const opening = openNamedTable(this.source, path).catch((error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    });
    this.#opened.set(path, opening);
    return opening;
  }
}

const made = new WeakMap<Listing, Files>();

export function filesOf(source: Source, listing: Listing): Files {
  const known = made.get(listing);
  if (known !== undefined) return known;
  const files = new Files(source, listing);
  made.set(listing, files);
  return files;
}

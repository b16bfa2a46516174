/**
 * Where the bytes are. A source is a tree of paths; a file is read in ranges and never has to be held whole.
 * Reading is done by `src/source`; this file has only the shapes that everybody speaks of.
 */

/** One file of a source. */
export interface SourceFile {
  /** Path inside the source with `/` between parts and no leading slash, e.g. `train/normal/1.png`. */
  readonly path: string;
  /** Length in bytes (of the unpacked file where the source is an archive). */
  readonly size: number;
  /** Last modification in ms since 1970, or 0 where the source does not know. Together with `size` it tells a changed file. */
  readonly modified: number;
  /** Bytes `[start, end)`. Throws AppError `unreadable-file` or `damaged-archive`. */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** All bytes in order, for formats that are read once from front to back (deflated npz members, tables). */
  stream(): ReadableStream<Uint8Array>;
}

/** An opened source. Opening lists nothing: listing is a walk that may be long. */
export interface Source {
  /** What the person would call it: the folder's or the file's name. */
  readonly name: string;
  /** All paths, in batches, in no promised order; stops early when the signal aborts. */
  list(signal?: AbortSignal): AsyncIterable<readonly string[]>;
  /** Throws AppError `unreadable-file` where there is no such path. */
  open(path: string): Promise<SourceFile>;
}

/** What a worker needs to open a source by itself; can be cloned to a worker and, but for loose files, kept in IndexedDB. */
export type SourceDescriptor =
  | { readonly kind: 'directory'; readonly name: string; readonly handle: FileSystemDirectoryHandle }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly LooseFile[] }
  | { readonly kind: 'archive'; readonly name: string; readonly file: Blob };

/** A file that came by itself or from `<input webkitdirectory>`. */
export interface LooseFile {
  readonly path: string;
  readonly file: File;
}

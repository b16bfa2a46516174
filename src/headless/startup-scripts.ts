/** Reads from the build's manifest which scripts an entry loads at once, as opposed to later, when something needs them. */

/** An entry of Vite's manifest, as far as it matters here. */
interface Chunk {
  readonly file: string;
  /** Keys of statically imported chunks. */
  readonly imports?: readonly string[];
}

export type Manifest = Readonly<Record<string, Chunk>>;

/** Files of an entry and of everything it imports statically, each once. Throws Error for a key that is not there. */
export function startupScripts(manifest: Manifest, entry: string): string[] {
  const files = new Map<string, string>();
  const visit = (key: string): void => {
    if (files.has(key)) return;
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build's manifest has no "${key}".`);
    files.set(key, chunk.file);
    chunk.imports?.forEach(visit);
  };
  visit(entry);
  return [...files.values()];
}

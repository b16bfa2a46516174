/** A file of an installed package, where the code runs in Node: tests and fuzzing read codecs from disk, the page fetches them. */

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  /** Node's modules without an import, which a bundler would try to follow. */
  getBuiltinModule(name: 'node:fs'): { readFileSync(path: string): Uint8Array };
  getBuiltinModule(name: 'node:module'): {
    createRequire(from: string): { resolve(specifier: string): string };
  };
}

/** @param specifier what `import` would take. @returns null outside Node. */
export function nodeFile(specifier: string): Uint8Array | null {
  const node = (globalThis as unknown as { process?: NodeProcess }).process;
  if (node?.versions?.node === undefined) return null;
  const path = node
    .getBuiltinModule('node:module')
    .createRequire(import.meta.url)
    .resolve(specifier);
  return node.getBuiltinModule('node:fs').readFileSync(path);
}

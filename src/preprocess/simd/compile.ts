/**
 * Compiles `resample.as` to WebAssembly. The source is AssemblyScript, which only looks like TypeScript; its own ending
 * keeps the type checker and the linter of this project from reading it.
 */
import asc from 'assemblyscript/asc';
import { readFile } from 'node:fs/promises';

const entry = 'resample.ts';

/** The module as bytes. Throws with the compiler's words where the source is wrong. */
export async function compile(): Promise<Uint8Array> {
  const source = await readFile(new URL('resample.as', import.meta.url), 'utf8');
  let code = new Uint8Array(0);
  const stderr = asc.createMemoryStream();
  const options = [
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--outFile',
    'resample.wasm',
  ];
  const { error } = await asc.main([entry, ...options], {
    stderr,
    readFile: (name) => (name === entry ? source : null),
    writeFile(_name, contents) {
      if (typeof contents !== 'string') code = Uint8Array.from(contents);
    },
  });
  if (error) throw new Error(stderr.toString(), { cause: error });
  return code;
}

/**
 * `npm run assembly`, which `npm ci` and the build run: compiles every `src/**\/*.as` to WebAssembly and writes it beside as
 * `<name>-code.ts`, which is not committed. The sources are AssemblyScript, which only looks like TypeScript; their own
 * ending keeps the type checker and the linter from reading them. A `.part.as` has no code of its own: modules of its folder
 * import it as './<name>.part', and are compiled with it.
 */
import asc from 'assemblyscript/asc';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const entry = 'module.ts';

const common = ['--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'out.wasm'];

/** Modules that work in a memory which isn't theirs, among threads: whoever starts them brings the memory. */
const inForeignMemory = ['src/kernels/wasm/kernels.as'];
const foreignMemory = [
  // At level 3 the compiler gathers all products of a sum, which takes more registers than there are: a quarter of the speed.
  '-O2',
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ...['--enable', 'threads', '--use', 'abort='],
];
const relaxed = ['--enable', 'relaxed-simd'];

/** The paths of all modules, relative to the project. */
export function assemblySources(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.as') && !path.endsWith('.part.as'))
    .map((path) => `src/${path}`)
    .sort();
}

/** Where the compiled form of a module lies. */
export function codePath(source: string): string {
  return source.replace(/\.as$/, '-code.ts');
}

/**
 * The module that holds the compiled bytes of `source` as base64: `code`, and for modules in foreign memory `relaxedCode`
 * too, which may round products and sums once. Throws with the compiler's words where the source is wrong.
 */
export async function compileAssembly(source: string): Promise<string> {
  const name = source.slice(source.lastIndexOf('/') + 1);
  const head = `/** WebAssembly of \`${name}\`, made by \`npm run assembly\`; a test compares the two. */\n`;
  if (!inForeignMemory.includes(source))
    return head + declare('code', await compile(source, [...common, '-O3']));
  const options = [...common, ...foreignMemory];
  const code = await compile(source, options);
  return (
    head +
    declare('code', code) +
    declare('relaxedCode', await compile(source, [...options, ...relaxed]))
  );
}

async function compile(source: string, options: readonly string[]): Promise<Uint8Array> {
  const text = await readFile(source, 'utf8');
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  let code = new Uint8Array(0);
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([entry, ...options], {
    stderr,
    readFile(name) {
      if (name === entry) return text;
      return name.endsWith('.part.ts') ? readFile(folder + name.replace(/\.ts$/, '.as'), 'utf8') : null;
    },
    writeFile(_name, contents) {
      if (typeof contents !== 'string') code = Uint8Array.from(contents);
    },
  });
  if (error) throw new Error(stderr.toString(), { cause: error });
  return code;
}

function declare(name: string, code: Uint8Array): string {
  const lines = Buffer.from(code)
    .toString('base64')
    .match(/.{1,96}/g)!;
  return `export const ${name} =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const source of assemblySources())
    await writeFile(codePath(source), await compileAssembly(source));
}

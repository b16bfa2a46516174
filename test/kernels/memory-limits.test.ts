/** One byte decides whether threads share a module's memory: on our kernels, on the library's own build, and where there is none. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { code } from '../../src/kernels/wasm/kernels-code.ts';
import { withMemory } from '../../src/kernels/wasm/memory-limits.ts';

const kernels = Uint8Array.from(Buffer.from(code, 'base64'));

test.each([true, false])('an imported memory: shared %s', (shared) => {
  const module = new WebAssembly.Module(withMemory(kernels, shared));
  const memory = (of: boolean) => new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: of });
  expect(new WebAssembly.Instance(module, { env: { memory: memory(shared) } }).exports).toHaveProperty(
    'run',
  );
  expect(() => new WebAssembly.Instance(module, { env: { memory: memory(!shared) } })).toThrow(
    WebAssembly.LinkError,
  );
});

test.each([true, false])('the memory of the library’s build: shared %s', async (shared) => {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  const library = await readFile(join(dirname(entry), 'tfjs-backend-wasm-simd.wasm'));
  const module = new WebAssembly.Module(withMemory(library, shared));
  // Every import of the build is a function.
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: space, name } of WebAssembly.Module.imports(module))
    (imports[space] ??= {})[name] = () => 0;
  const { exports } = new WebAssembly.Instance(module, imports);
  const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory)!;
  expect(memory.buffer instanceof SharedArrayBuffer).toBe(shared);
});

test('leaves the module that it was given alone', () => {
  const before = kernels.slice();
  withMemory(kernels, false);
  expect(kernels).toEqual(before);
});

test('says where there is no memory with a maximum', () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  expect(() => withMemory(empty, true)).toThrow(RangeError);
  const unlimited = Uint8Array.of(...empty, 5, 3, 1, 0, 1);
  expect(() => withMemory(unlimited, true)).toThrow(RangeError);
});

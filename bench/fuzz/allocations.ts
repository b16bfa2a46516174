/**
 * Counts what typed arrays and buffers are made, so that a size which a header only claims is seen whether or not the memory
 * was ever touched. Import it before anything that is to be watched. Memory inside WebAssembly is not seen; the bench
 * looks at the process for that.
 */

let bytesAllocated = 0;

/** Bytes allocated since the last call. */
export function takeAllocations(): number {
  const taken = bytesAllocated;
  bytesAllocated = 0;
  return taken;
}

type Maker = new (...parameters: never[]) => { readonly byteLength: number; readonly buffer?: unknown };

/** Counts before the allocation is tried: the ones that fail are the ones of interest. */
function watch(name: string, bytesOf: (first: unknown) => number): void {
  const global = globalThis as unknown as Record<string, Maker>;
  const original = global[name]!;
  const watched: Maker = new Proxy(original, {
    construct(target, parameters: never[], newTarget) {
      bytesAllocated += bytesOf(parameters[0]);
      return Reflect.construct(target, parameters, newTarget === watched ? target : newTarget) as object;
    },
  });
  global[name] = watched;
  // Code that asks for the constructor of a value expects the one that it knows by name.
  Object.defineProperty(original.prototype, 'constructor', {
    value: watched,
    writable: true,
    configurable: true,
  });
}

watch('ArrayBuffer', (length) => (typeof length === 'number' ? length : 0));
for (const maker of [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
])
  watch(maker.name, (first) => {
    if (typeof first === 'number') return first * maker.BYTES_PER_ELEMENT;
    if (first === null || typeof first !== 'object' || first instanceof ArrayBuffer) return 0;
    return 'length' in first && typeof first.length === 'number'
      ? first.length * maker.BYTES_PER_ELEMENT
      : 0;
  });

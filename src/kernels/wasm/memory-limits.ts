/**
 * Whether a compiled module's memory is shared among threads is one byte of it. TensorFlow.js' build for one thread is
 * otherwise the same code, so setting that byte gives threads of our own the backend's tensors, without the library's
 * threaded build, which starts its workers from source text that neither a minifier nor the content security policy lets
 * through.
 */

const sectionImport = 2;
const sectionMemory = 5;
const kind = { table: 1, memory: 2, global: 3, tag: 4 };
const hasMaximum = 1;
const isShared = 2;

/**
 * A copy of a module whose one memory, imported or its own, is shared or not. It must have a maximum.
 * @throws RangeError where there is none
 */
export function withMemory(module: Uint8Array, shared: boolean): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(module);
  const flags = findMemoryFlags(copy);
  copy[flags] = hasMaximum | (shared ? isShared : 0);
  return copy;
}

/** Where the flags of the memory's limits are. */
function findMemoryFlags(module: Uint8Array): number {
  const reader = { module, at: 8 };
  while (reader.at < module.length) {
    const section = module[reader.at++];
    const end = readNumber(reader) + reader.at;
    const flags =
      section === sectionImport
        ? findInImports(reader)
        : section === sectionMemory && readNumber(reader) === 1
          ? reader.at
          : null;
    if (flags !== null && (module[flags]! & hasMaximum) !== 0) return flags;
    reader.at = end;
  }
  throw new RangeError('this module has no memory with a maximum');
}

interface Reader {
  readonly module: Uint8Array;
  at: number;
}

function findInImports(reader: Reader): number | null {
  for (let left = readNumber(reader); left > 0; left--) {
    skipName(reader);
    skipName(reader);
    const imported = reader.module[reader.at++];
    if (imported === kind.memory) return reader.at;
    if (imported === kind.table) {
      reader.at++;
      const limits = readNumber(reader);
      readNumber(reader);
      if ((limits & hasMaximum) !== 0) readNumber(reader);
    } else if (imported === kind.global) {
      reader.at += 2;
    } else {
      // A function's or a tag's type.
      if (imported === kind.tag) reader.at++;
      readNumber(reader);
    }
  }
  return null;
}

function skipName(reader: Reader): void {
  const length = readNumber(reader);
  reader.at += length;
}

/** LEB128, unsigned. */
function readNumber(reader: Reader): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.module[reader.at++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}

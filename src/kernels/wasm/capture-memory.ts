/** How kernels of our own get to the memory in which TensorFlow.js' WebAssembly backend keeps its tensors. */
import { withMemory } from './memory-limits.ts';

/**
 * The memory of the backend that `start` brings up: its glue code keeps it to itself, so the browser's functions that
 * instantiate a module are stood in for until `start` is through.
 * @param shared whether threads are to share it
 * @returns what `start` gave, and the memory: null where it instantiated nothing, as when the backend was there before
 */
export async function captureMemory<Result>(
  start: () => Promise<Result>,
  shared: boolean,
): Promise<{ result: Result; memory: WebAssembly.Memory | null }> {
  let memory: WebAssembly.Memory | null = null;
  const { instantiate, instantiateStreaming } = WebAssembly;
  const watched = async (bytes: BufferSource, imports?: WebAssembly.Imports) => {
    const module = await WebAssembly.compile(withMemory(asBytes(bytes), shared));
    const instance = await WebAssembly.instantiate(module, imports);
    memory =
      Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory) ?? memory;
    return { module, instance };
  };
  const intercepted = (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) =>
    source instanceof WebAssembly.Module
      ? Reflect.apply(instantiate, WebAssembly, [source, imports])
      : watched(source, imports);
  try {
    WebAssembly.instantiate = intercepted as typeof instantiate;
    WebAssembly.instantiateStreaming = async (response, imports) =>
      watched(await (await response).arrayBuffer(), imports);
    const result = await start();
    return { result, memory };
  } finally {
    WebAssembly.instantiate = instantiate;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

function asBytes(source: BufferSource): Uint8Array {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

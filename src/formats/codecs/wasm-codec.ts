/**
 * Codecs compiled with Emscripten (the builds of @cornerstonejs/codec-*): one module is kept per codec and shared by all calls in
 * a worker, and replaced when its memory, which can only grow, has become large, or when it failed and may be in any state.
 */
import { nodeFile } from './node-file.ts';

/** What the codecs' decoder classes have in common. */
export interface WasmDecoder {
  /** Memory for the coded bytes; valid until the next call. */
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  /** A view of the decoded samples in the module's memory; valid until the next call. */
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  /** Frees the C++ object. */
  delete(): void;
}

export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  /** Missing where the codec knows no signed samples (JPEG-LS). */
  readonly isSigned?: boolean;
}

export interface WasmModule {
  readonly HEAPU8: Uint8Array;
}

export interface WasmCodecParts<M extends WasmModule> {
  /** Imports the glue code: a function that compiles `wasmBinary` and resolves to the module. */
  readonly glue: () => Promise<{ default: (options: object) => Promise<unknown> }>;
  /** What Node resolves the .wasm file by. */
  readonly wasm: string;
  /** Where the bundler put the .wasm file. */
  readonly wasmUrl: () => Promise<{ default: string }>;
  readonly create: (module: M) => WasmDecoder;
}

/** The codec refused what it was given, or broke over it. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** Modules start with 50 MiB; one that has grown beyond this is not kept. */
const largestKept = 192 * 2 ** 20;

/**
 * @returns a function that decodes in one go, to the codec's own bytes: 8 or 16 bits a sample, little endian, interleaved. It throws
 * CodecError.
 */
export function wasmCodec<M extends WasmModule>(parts: WasmCodecParts<M>) {
  let kept: Promise<M> | null = null;

  const startAnew = () => {
    const starting = start(parts);
    kept = starting;
    // A failed download may succeed the next time.
    starting.catch(() => (kept = null));
    return starting;
  };

  return async (coded: Uint8Array): Promise<{ data: Uint8Array<ArrayBuffer>; info: FrameInfo }> => {
    const module = await (kept ?? startAnew());
    try {
      const decoder = parts.create(module);
      decoder.getEncodedBuffer(coded.length).set(coded);
      decoder.decode();
      // Both are the library's own view and record, gone with the decoder.
      const result = { data: decoder.getDecodedBuffer().slice(), info: { ...decoder.getFrameInfo() } };
      decoder.delete();
      if (module.HEAPU8.length > largestKept) kept = null;
      return result;
    } catch (error) {
      kept = null;
      // C++ exceptions arrive as numbers, which say nothing to anybody.
      const detail = error instanceof Error ? error.message : 'the codec gave up';
      throw new CodecError(detail, { cause: error });
    }
  };
}

async function start<M>({ glue, wasm, wasmUrl }: WasmCodecParts<M & WasmModule>): Promise<M> {
  const [{ default: factory }, wasmBinary] = await Promise.all([
    glue(),
    nodeFile(wasm) ?? download(wasmUrl),
  ]);
  const silent = () => undefined;
  return (await factory({ wasmBinary, print: silent, printErr: silent })) as M;
}

async function download(wasmUrl: () => Promise<{ default: string }>): Promise<Uint8Array> {
  const { default: url } = await wasmUrl();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Where our WebAssembly kernels work: the compiled loops over the backend's own memory, room for what a kernel needs for a
 * moment, and helpers on other threads. Addresses are in bytes.
 */
import type * as tf from '@tensorflow/tfjs';
import { code, relaxedCode } from './kernels-code.ts';
import { withMemory } from './memory-limits.ts';

/** What `kernels.as` exports. */
interface Loops {
  run(control: number, job: number): number;
  quit(control: number): void;
  packPanels(
    from: number,
    k: number,
    n: number,
    stepK: number,
    stepN: number,
    to: number,
    panelBytes: number,
  ): void;
}

/** What we use of TensorFlow.js' `BackendWasm`. */
interface Backend {
  readonly wasm: { _malloc(bytes: number): number; _free(address: number): void };
  readonly dataIdMap: { get(dataId: tf.DataId): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  refCount(dataId: tf.DataId): number;
  incRef(dataId: tf.DataId): void;
}

/** What a helper has to be told. */
export interface HelperTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  /** From 1. */
  readonly thread: number;
}

/** Starts a thread that carries out `help(task)`; resolves when it does. */
export type StartHelper = (task: HelperTask) => Promise<Helper>;

export interface Helper {
  /** Resolves when the thread, told by `quit`, has left the memory, and rids it of what it held. */
  end(): Promise<void>;
}

/** The kinds of jobs that `kernels.as` knows. */
export const jobs = {
  sweep: 0,
  filterGradient: 1,
  transposedProduct: 2,
  pool: 3,
  elementwise: 4,
  columnwise: 5,
  adamW: 6,
  depthwise: 7,
  segmentSum: 8,
  sumShares: 9,
  winograd: 10,
  transformFilter: 11,
  winogradFilterGradient: 12,
  sumWinogradShares: 13,
} as const;

/** Words of a job. */
const jobWords = 32;
/** Of the control block, with room to begin it where a cache line does. */
const controlBytes = 256;
const cacheLine = 64;

export class Workshop {
  readonly loops: Loops;
  /** Whether products and sums may be rounded once. */
  readonly relaxed: boolean;
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #backend: Backend;
  readonly #control: number;
  readonly #job: number;
  #helpers: Helper[] = [];
  #scratch = { address: 0, bytes: 0 };

  /** @throws WebAssembly.CompileError where the browser has no vectors in WebAssembly */
  constructor(backend: unknown, memory: WebAssembly.Memory) {
    const shared = isShared(memory);
    const relaxedBytes = withMemory(fromBase64(relaxedCode), shared);
    this.relaxed = WebAssembly.validate(relaxedBytes);
    this.#module = new WebAssembly.Module(
      this.relaxed ? relaxedBytes : withMemory(fromBase64(code), shared),
    );
    this.#memory = memory;
    this.#backend = backend as Backend;
    const instance = new WebAssembly.Instance(this.#module, { env: { memory } });
    this.loops = instance.exports as unknown as Loops;
    const block = this.#backend.wasm._malloc(controlBytes + cacheLine + jobWords * 4);
    this.#control = align(block);
    this.#job = this.#control + controlBytes;
    this.words(this.#control, controlBytes / 4).fill(0);
  }

  /** How many threads carry out a job, this one included. */
  get threads(): number {
    return 1 + this.#helpers.length;
  }

  /** Brings the number of threads to `wanted`; without shared memory there is only this one. */
  async setThreads(wanted: number, start: StartHelper): Promise<void> {
    await this.#endHelpers();
    if (!isShared(this.#memory)) return;
    this.words(this.#control, controlBytes / 4).fill(0);
    const tasks = Array.from({ length: wanted - 1 }, (_, i) => ({
      ...{ module: this.#module, memory: this.#memory, control: this.#control },
      thread: i + 1,
    }));
    this.#helpers = await Promise.all(tasks.map(start));
  }

  /** One that is still there when others begin would do their tasks in the same scratch memory. */
  async #endHelpers(): Promise<void> {
    const ending = this.#helpers;
    this.#helpers = [];
    if (ending.length === 0) return;
    this.loops.quit(this.#control);
    await Promise.all(ending.map((helper) => helper.end()));
  }

  address(tensor: tf.TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor of float32, whose numbers are whatever was there. */
  output(shape: readonly number[]): tf.TensorInfo {
    return this.#backend.makeOutput([...shape], 'float32');
  }

  /** Where a tensor like this one goes: in its own place if only this one is there, else in a new one. */
  reuse(tensor: tf.TensorInfo): tf.TensorInfo {
    const isShared = this.#backend.refCount(tensor.dataId) > 1;
    return isShared ? this.output(tensor.shape) : this.share(tensor);
  }

  /** The same numbers once more. */
  share({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
    this.#backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** Addresses of blocks of these sizes, each at the start of a cache line. They belong to the caller until its next call. */
  reserve(...sizes: number[]): number[] {
    const bytes = sizes.reduce((sum, size) => sum + align(size), cacheLine);
    if (bytes > this.#scratch.bytes) {
      if (this.#scratch.bytes > 0) this.#backend.wasm._free(this.#scratch.address);
      // `>>> 0` since addresses above 2 GB come as negative numbers.
      this.#scratch = { address: this.#backend.wasm._malloc(bytes) >>> 0, bytes };
    }
    let next = align(this.#scratch.address);
    return sizes.map((size) => {
      const address = next;
      next += align(size);
      return address;
    });
  }

  /** A view of memory, valid until something is allocated. */
  words(address: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, count);
  }

  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }

  doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, count);
  }

  /**
   * Carries out a job with all threads.
   * @param words as the kind's code in `*.as` lays them out: after kind and number of tasks
   */
  run(kind: number, tasks: number, words: readonly number[]): void {
    this.words(this.#job, jobWords).set([kind, tasks, ...words]);
    if (this.loops.run(this.#control, this.#job) === 0)
      throw new Error('a thread of the WebAssembly kernels has died');
  }
}

const bits = new DataView(new ArrayBuffer(4));

/** A float32 as a word of a job. */
export function bitsOf(value: number): number {
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}

function isShared(memory: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
}

function align(bytes: number): number {
  return Math.ceil(bytes / cacheLine) * cacheLine;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * What a library sends to the GPU, seen at WebGPU's own interface, and how long each piece of it takes: dispatches are
 * recorded while a step runs and replayed afterwards, one at a time. That needs no timestamp queries, which software
 * adapters lack, and treats every library alike.
 */
import * as tf from '@tensorflow/tfjs';
import { operations } from './operations.ts';

export interface Dispatch {
  /** Of the TensorFlow.js kernel that asked for it, and how often that had been called before in the step. */
  readonly kernel: string;
  readonly call: number;
  readonly program: string;
  readonly shapes: string;
  readonly workgroups: number;
  readonly workgroupSize: number;
  /** Of all its buffers, each counted once. */
  readonly bytes: number;
  /** Multiplications and additions of the whole kernel call. */
  readonly operations: number;
  readonly milliseconds: number;
}

export interface Recording {
  readonly dispatches: Dispatch[];
  readonly submissions: number;
}

interface Recorded extends Omit<Dispatch, 'milliseconds'> {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly dispatch: [number, number, number];
}

/** The parts of TensorFlow.js' WebGPU backend that are looked at. */
interface Backend {
  readonly device: GPUDevice;
  runWebGPUProgram(program: Program, ...rest: unknown[]): tf.TensorInfo;
}

interface Program {
  readonly workgroupSize: readonly [number, number, number];
  readonly constructor: { readonly name: string };
  readonly name?: string;
}

/** A replayed dispatch is repeated until it took so long, but not more often than `mostRepeats`. */
const longEnough = 20;
const mostRepeats = 64;

/** Runs a step. @param times whether to time its dispatches, or to leave those times 0 */
export async function record(step: () => tf.Tensor, times: boolean): Promise<Recording> {
  const backend = tf.backend() as unknown as Backend;
  const recorded: Recorded[] = [];
  const bytes = new WeakMap<GPUBindGroup, number>();
  let kernel = { name: '', call: 0, shapes: '', operations: 0 };
  let calls = 0;
  let submissions = 0;
  let program = { name: '', workgroupSize: 0 };
  let pipeline: GPUComputePipeline | null = null;
  let group: GPUBindGroup | null = null;

  const undo = [
    replace(backend, 'runWebGPUProgram', function (original, ...args) {
      const [next] = args;
      const [x, y, z] = next.workgroupSize;
      program = { name: next.name ?? next.constructor.name, workgroupSize: x * y * z };
      return original.apply(this, args);
    }),
    replace(GPUDevice.prototype, 'createBindGroup', function (original, ...args) {
      const made = original.apply(this, args);
      const sizes = [...args[0].entries].map(({ resource }) =>
        'buffer' in resource ? (resource.size ?? resource.buffer.size) : 0,
      );
      bytes.set(
        made,
        sizes.reduce((sum, size) => sum + size, 0),
      );
      return made;
    }),
    replace(GPUComputePassEncoder.prototype, 'setPipeline', function (original, ...args) {
      pipeline = args[0];
      original.apply(this, args);
      return undefined;
    }),
    replace(GPUComputePassEncoder.prototype, 'setBindGroup', function (original, ...args) {
      group = args[1];
      original.apply(this, args);
      return undefined;
    }),
    replace(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', function (original, ...args) {
      const [x, y = 1, z = 1] = args;
      recorded.push({
        kernel: kernel.name,
        call: kernel.call,
        shapes: kernel.shapes,
        operations: kernel.operations,
        program: program.name,
        workgroupSize: program.workgroupSize,
        workgroups: x * y * z,
        bytes: bytes.get(group!)!,
        pipeline: pipeline!,
        group: group!,
        dispatch: [x, y, z],
      });
      original.apply(this, args);
      return undefined;
    }),
    replace(GPUQueue.prototype, 'submit', function (original, ...args) {
      submissions++;
      original.apply(this, args);
      return undefined;
    }),
    watchKernels((name, args) => {
      kernel = { name, call: calls++, shapes: shapesOf(args), operations: operations(name, args) };
    }),
  ];
  let loss: tf.Tensor;
  try {
    loss = step();
    await loss.data();
  } finally {
    for (const put of undo) put();
  }
  loss.dispose();
  const dispatches: Dispatch[] = [];
  for (const { pipeline, group, dispatch, ...rest } of recorded) {
    const milliseconds = times ? await replay(backend.device, pipeline, group, dispatch) : 0;
    dispatches.push({ ...rest, milliseconds });
  }
  return { dispatches, submissions };
}

/** @returns ms of one dispatch */
async function replay(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  group: GPUBindGroup,
  dispatch: [number, number, number],
): Promise<number> {
  for (let repeats = 1; ; repeats *= 4) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...dispatch);
    pass.end();
    const commands = encoder.finish();
    const started = performance.now();
    device.queue.submit([commands]);
    await device.queue.onSubmittedWorkDone();
    const passed = performance.now() - started;
    if (passed >= longEnough || repeats >= mostRepeats) return passed / repeats;
  }
}

function shapesOf({ inputs }: Parameters<tf.KernelFunc>[0]): string {
  return Object.values(inputs)
    .flat()
    .map((tensor) => tensor?.shape.join('x') ?? '')
    .join(' ');
}

/** Calls `before` ahead of each kernel of the current backend. */
function watchKernels(before: (name: string, args: Parameters<tf.KernelFunc>[0]) => void): () => void {
  const kernels = [...tf.getKernelsForBackend(tf.getBackend())];
  const put = (config: tf.KernelConfig, kernelFunc: tf.KernelFunc) => {
    tf.unregisterKernel(config.kernelName, config.backendName);
    tf.registerKernel({ ...config, kernelFunc });
  };
  for (const config of kernels) {
    put(config, (args) => {
      before(config.kernelName, args);
      return config.kernelFunc(args);
    });
  }
  return () => {
    for (const config of kernels) put(config, config.kernelFunc);
  };
}

type Methods<T> = {
  [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]: T[K];
};

/** Puts a method around another. @returns what undoes it */
function replace<T extends object, K extends keyof Methods<T>>(
  owner: T,
  name: K,
  around: (
    this: T,
    original: Extract<T[K], (...args: never[]) => unknown>,
    ...args: Parameters<Extract<T[K], (...args: never[]) => unknown>>
  ) => ReturnType<Extract<T[K], (...args: never[]) => unknown>>,
): () => void {
  type Method = Extract<T[K], (...args: never[]) => unknown>;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original = owner[name] as Method;
  function method(this: T, ...args: Parameters<Method>): ReturnType<Method> {
    return around.call(this, original, ...args);
  }
  Object.defineProperty(owner, name, { value: method, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}

/**
 * The parts of TensorFlow.js' WebGPU backend that kernels use, by their shape: naming its package here would load it into
 * every worker, and its types bring a second set of WebGPU's.
 */
import type * as tf from '@tensorflow/tfjs';

export interface GpuBackend {
  readonly device: GPUDevice;
  runWebGPUProgram(
    program: GpuProgram,
    inputs: readonly tf.TensorInfo[],
    outputType: tf.DataType,
    uniforms?: readonly { readonly type: string; readonly data: number[] }[],
  ): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  /** Holds commands that are not submitted yet; null where there are none. */
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** A compute shader as the backend wants it: it declares the buffers and calls `main`. */
export interface GpuProgram {
  /** For profiles. */
  readonly name: string;
  readonly outputShape: number[];
  /** Programs of the same key share a compiled pipeline, so it must tell everything that the code depends on. */
  shaderKey: string;
  readonly dispatchLayout: { x: number[]; y: number[]; z: number[] };
  dispatch: [number, number, number];
  readonly workgroupSize: [number, number, number];
  readonly variableNames: string[];
  /** Declares what is handed over when it runs, for numbers that change too often to be part of the code. */
  readonly uniforms?: string;
  /** Whether `uniforms.size` is to be how many numbers the output has. */
  readonly size?: boolean;
  getUserCode(): string;
}

export type ProgramOptions = Pick<
  GpuProgram,
  'name' | 'outputShape' | 'dispatch' | 'workgroupSize' | 'variableNames' | 'uniforms' | 'size'
> & {
  /** All that `code` was made of. */
  readonly key: unknown;
  /** WGSL of the main function. Inputs are arrays by their names, the output is `result`. */
  readonly body: () => string;
  /** WGSL that stands before it. */
  readonly declarations?: string;
};

export function gpuProgram({ name, key, body, declarations = '', ...rest }: ProgramOptions): GpuProgram {
  return {
    ...rest,
    name,
    shaderKey: `microtome ${name} ${JSON.stringify(key)}`,
    // A y axis keeps the backend from handing `main` an index of its own making.
    dispatchLayout: { x: [0], y: [1], z: [2] },
    // The backend binds its uniforms, and only what the code uses can be bound.
    getUserCode: () => `
      ${declarations}
      fn main() {
        _ = uniforms.NAN;
        ${body()}
      }`,
  };
}

/** Most workgroups along one axis that every device allows. */
const mostWorkgroups = 65_535;
const lineWidth = 256;

/**
 * A program of one thread for each of `threads` indices, named `index` in the code.
 * @param body WGSL; runs only for indices below `threads`
 */
export function linearProgram({
  threads,
  body,
  ...options
}: Omit<ProgramOptions, 'dispatch' | 'workgroupSize' | 'declarations'> & {
  readonly threads: number;
}): GpuProgram {
  const workgroups = Math.ceil(threads / lineWidth);
  const across = Math.min(workgroups, mostWorkgroups);
  const down = Math.ceil(workgroups / across);
  // Tensors of every size share the code, where it doesn't say how many threads there are.
  const isOutputSize = threads === options.outputShape.reduce((product, size) => product * size, 1);
  return gpuProgram({
    ...options,
    key: [options.key, isOutputSize || threads, down > 1 && across],
    size: isOutputSize,
    workgroupSize: [lineWidth, 1, 1],
    dispatch: [across, down, 1],
    body: () => `
      let index = ${down > 1 ? `i32(globalId.y) * ${across * lineWidth} + ` : ''}i32(globalId.x);
      if (index >= ${isOutputSize ? 'uniforms.size' : threads}) { return; }
      ${body()}`,
  });
}

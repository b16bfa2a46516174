/** Kernel `AdamW` of `ops/adamw.ts`. A shader has one output here, so each weight takes three; they all share one norm. */
import * as tf from '@tensorflow/tfjs';
import type { AdamWAttrs } from '../ops/adamw.ts';
import { gpuProgram, linearProgram, type GpuBackend } from './backend.ts';

/** Of the eight buffers that every device allows, one is the output. */
const mostInputs = 7;
/** Threads that square and add up gradients, and that add up their sums. */
const squaring = 4096;
const adding = 64;

type Inputs = Readonly<Record<string, tf.TensorInfo>>;

/** Inputs `weight0`, `gradient0`, `m0`, `v0`, `weight1` and so on; the new weight, m and v of each come out. */
export const adamW: tf.KernelFunc = (args) => {
  const inputs = args.inputs as Inputs;
  const attrs = args.attrs as unknown as AdamWAttrs;
  const backend = args.backend as GpuBackend;
  const gradients = attrs.decays.map((_, i) => inputs[`gradient${i}`]!);
  const shrink = clipFactor(backend, gradients, attrs.clipNorm);
  const moved = attrs.decays.flatMap((decay, i) => {
    const weight = inputs[`weight${i}`]!;
    const old = { m: inputs[`m${i}`]!, v: inputs[`v${i}`]! };
    const gradient = { gradient: gradients[i]!, shrink };
    const m = update(
      backend,
      'average gradient',
      'fma(old[index], c.x, gradient[index] * shrink[0] * c.y)',
      { old: old.m, ...gradient },
      [attrs.beta1, 1 - attrs.beta1, 0, 0],
    );
    const v = update(
      backend,
      'average square',
      'fma(old[index], c.x, gradient[index] * shrink[0] * gradient[index] * shrink[0] * c.y)',
      { old: old.v, ...gradient },
      [attrs.beta2, 1 - attrs.beta2, 0, 0],
    );
    const next = update(
      backend,
      'move weights',
      'weight[index] * c.x - m[index] / (sqrt(v[index]) * c.y + c.z) * c.w',
      { weight, m, v },
      [decay, attrs.deviationFactor, attrs.epsilon, attrs.rate],
    );
    return [next, m, v];
  });
  backend.disposeData(shrink.dataId);
  return moved;
};

/**
 * A tensor like the first of the inputs.
 * @param value WGSL of one number
 * @param constants `c` in it: they change from step to step, so they are no part of the code
 */
function update(
  backend: GpuBackend,
  name: string,
  value: string,
  inputs: Inputs,
  constants: readonly [number, number, number, number],
): tf.TensorInfo {
  const tensors = Object.values(inputs);
  const { shape } = tensors[0]!;
  const program = linearProgram({
    name,
    key: [],
    threads: tf.util.sizeFromShape(shape),
    outputShape: shape,
    variableNames: Object.keys(inputs),
    uniforms: 'constants : vec4<f32>,',
    body: () => `
      let c = uniforms.constants;
      result[index] = ${value};`,
  });
  const data = [{ type: 'float32', data: [...constants] }];
  return backend.runWebGPUProgram(program, tensors, 'float32', data);
}

/** What gradients are multiplied with so that their global norm is at most `largest`. */
function clipFactor(
  backend: GpuBackend,
  gradients: readonly tf.TensorInfo[],
  largest: number,
): tf.TensorInfo {
  let sums = addUp(backend, gradients, squaring, 'number * number');
  do {
    const fewer = addUp(backend, sums, adding, 'number');
    for (const one of sums) backend.disposeData(one.dataId);
    sums = fewer;
  } while (sums.length > mostInputs);
  const names = sums.map((_, i) => `sums${i}`);
  const program = gpuProgram({
    name: 'clip factor',
    key: [largest],
    outputShape: [],
    workgroupSize: [1, 1, 1],
    dispatch: [1, 1, 1],
    variableNames: names,
    body: () => `
      var sum = 0.0;
      for (var i = 0; i < ${adding}; i++) { sum += ${names.map((name) => `${name}[i]`).join(' + ')}; }
      result[0] = min(1.0, ${largest} / (sqrt(sum) + 1e-6));`,
  });
  const factor = backend.runWebGPUProgram(program, sums, 'float32');
  for (const one of sums) backend.disposeData(one.dataId);
  return factor;
}

/**
 * Adds up what `term` makes of each `number`, as many tensors at a time as there are bindings.
 * @returns `[threads]` of sums for each such group
 */
function addUp(
  backend: GpuBackend,
  tensors: readonly tf.TensorInfo[],
  threads: number,
  term: string,
): tf.TensorInfo[] {
  const groups = Array.from({ length: Math.ceil(tensors.length / mostInputs) }, (_, i) =>
    tensors.slice(i * mostInputs, (i + 1) * mostInputs),
  );
  return groups.map((group) => {
    const sizes = group.map(({ shape }) => tf.util.sizeFromShape(shape));
    const program = linearProgram({
      name: 'sums for the norm',
      key: [sizes, threads, term],
      threads,
      outputShape: [threads],
      variableNames: sizes.map((_, i) => `x${i}`),
      body: () => `
        var sum = 0.0;
        ${sizes
          .map(
            (size, i) => `
              for (var at = index; at < ${size}; at += ${threads}) {
                let number = x${i}[at];
                sum += ${term};
              }`,
          )
          .join('')}
        result[index] = sum;`,
    });
    return backend.runWebGPUProgram(program, group, 'float32');
  });
}

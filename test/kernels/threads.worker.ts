/** Trains and computes on wasm with as many threads as it is told; for threads.browser.test.ts. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { completeRecipe, type CompleteRecipe, type Target } from '../../src/domain/index.ts';
import { normaliseBatch, startWasm } from '../../src/kernels/index.ts';
import { buildModel } from '../../src/models/index.ts';
import { createLearner } from '../../src/training/learner.ts';
import { wasmFiles } from '../../src/training/wasm-files.ts';

export interface ThreadsTask {
  readonly threads: number;
  readonly steps: number;
}

export interface ThreadsAnswer {
  readonly isolated: boolean;
  readonly threads: number;
  /** By what was computed. */
  readonly results: Readonly<Record<string, Float32Array>>;
  /** After ten steps, when the heap has the pieces that a step needs, and after the last. */
  readonly tensors: readonly [number, number];
  readonly heapBytes: readonly [number, number];
}

// More than some machines have, whose threads then take turns.
Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });

self.onmessage = async ({ data: { threads, steps } }: MessageEvent<ThreadsTask>) => {
  setWasmPaths(wasmFiles);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const started = (await startWasm())!;
  await started.set(threads);
  const results = compute();
  const { tensors, heapBytes, weights } = await train(steps);
  const answer: ThreadsAnswer = {
    ...{ isolated: crossOriginIsolated, threads: started.count, tensors, heapBytes },
    results: { ...results, ...hurry(), weights },
  };
  await started.set(1);
  self.postMessage(answer);
};

const numbers = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed);

/** Values and gradients of each family of kernels, big enough that there are tasks for all threads. */
function compute(): Record<string, Float32Array> {
  const image = [9, 30, 30, 13];
  const ids = tf.randomUniform<tf.Rank.R1>([500], 0, 70, 'int32', 5);
  const cases: Readonly<Record<string, readonly [(...xs: tf.Tensor[]) => tf.Tensor, number[][]]>> = {
    convolution: [
      (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'),
      [image, [3, 3, 13, 18]],
    ],
    product: [
      (a, b) => tf.matMul(a, b),
      [
        [300, 70],
        [70, 90],
      ],
    ],
    tiles: [
      (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
      [
        [40, 9, 8, 20],
        [3, 3, 20, 24],
      ],
    ],
    depthwise: [
      (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
      [image, [3, 3, 13, 2]],
    ],
    maxPool: [(x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'), [image]],
    avgPool: [(x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'), [image]],
    biasAndRelu: [(x, bias) => tf.relu(tf.add(x, bias)), [image, [13]]],
    mean: [(x) => tf.mean(x, [0, 1, 2]), [image]],
    gather: [(table) => tf.gather(table, ids), [[70, 37]]],
    batchNormalisation: [
      (x, scale, offset) =>
        normaliseBatch(
          ...([x, scale, offset] as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]),
          { epsilon: 1e-3, relu: true },
          () => undefined,
        ),
      [image, [13], [13]],
    ],
  };
  const results: Record<string, Float32Array> = {};
  for (const [name, [f, shapes]] of Object.entries(cases)) {
    tf.tidy(() => {
      const inputs = shapes.map((shape, i) => numbers(shape, i + 1));
      const value = f(...inputs);
      const all = [value, ...tf.grads(f)(inputs, numbers(value.shape, 9))];
      all.forEach((tensor, i) => (results[`${name} ${i}`] = tensor.dataSync() as Float32Array));
    });
  }
  ids.dispose();
  return results;
}

/** Jobs of few tasks and of many in turn, faster than helpers wake: one that comes late meets the next job's words. */
function hurry(): Record<string, Float32Array> {
  const [few, many] = [numbers([9, 64], 1), numbers([30, 1 << 14], 2)];
  const sums = [tf.zerosLike(few), tf.zerosLike(many)] as [tf.Tensor, tf.Tensor];
  for (let i = 0; i < 4000; i++) {
    const place = i % 4 === 0 ? 1 : 0;
    const next = tf.add(sums[place], place === 0 ? few : many);
    sums[place].dispose();
    sums[place] = next;
  }
  const [a, b] = sums.map((sum) => sum.dataSync() as Float32Array) as [Float32Array, Float32Array];
  tf.dispose([few, many, ...sums]);
  return { few: a, many: b };
}

const batch = 32;
const target: Target = { name: 'made', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };

/** Steps of the default network. */
async function train(steps: number) {
  const shape = { inputs: 'image', image: { size: 28, channels: 1 }, text: null } as const;
  const model = buildModel({ ...shape, outputs: 1, dropout: 0.2 }, 0);
  const learner = createLearner(model, target, completeRecipe({}) as CompleteRecipe);
  const targets = Float32Array.from({ length: batch }, (_, i) => i % 2);
  const weights = new Float32Array(batch).fill(1 / batch);
  const tensors: number[] = [];
  const heaps: number[] = [];
  for (let step = 0; step < steps; step++) {
    const images = tf.tidy(() => tf.mul(numbers([batch, 28, 28, 1], step + 1), 127));
    const loss = learner.learn([images], { targets, weights }, step, 1e-3);
    await loss.data();
    loss.dispose();
    tensors.push(tf.memory().numTensors);
    heaps.push((tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength);
  }
  const state = await learner.state();
  const all = [...state.weights, ...state.optimiser].flatMap(({ data }) => [...data]);
  const ends = (values: number[]): [number, number] => [values[9]!, values[steps - 1]!];
  return { tensors: ends(tensors), heapBytes: ends(heaps), weights: Float32Array.from(all) };
}

/**
 * Whether training holds no more memory after many epochs than after two, on wasm in node: tensors, and the heap that they
 * and our kernels live in.
 *
 *     npm run bench:steady-memory -- [epochs]
 */
import * as tf from '@tensorflow/tfjs';
import { completeRecipe, seededRandom, type CompleteRecipe } from '../src/domain/index.ts';
import { train } from '../src/training/index.ts';
import { loadWasmInNode } from '../test/kernels/wasm-in-node.ts';

const [epochs = 50] = process.argv.slice(2).map(Number);
const [size, samples] = [28, 400];

await loadWasmInNode();
const random = seededRandom(1, 'noise');
const pixels = Uint8Array.from({ length: samples * size * size }, () => random() * 256);
const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
const steps = train(
  {
    recipe: completeRecipe({
      target: 'noise',
      inputs: 'image',
      cut: { channels: 'grey' },
      training: { epochs, patience: epochs, batch: 32 },
    }) as CompleteRecipe,
    target: { name: 'noise', kind: 'binary', classes: ['no', 'yes'], mayFlip: false },
    labels: Int32Array.from({ length: samples }, (_, i) => i % 2),
    rows: { train: rows(0, 300), val: rows(300, 400), test: rows(0, 0) },
    tensors: {
      ...{ size, channels: 1, rows: samples },
      read: (wanted, into) => {
        for (let i = 0; i < wanted.length; i++) {
          const at = wanted[i]! * size * size;
          into.set(pixels.subarray(at, at + size * size), i * size * size);
        }
        return Promise.resolve();
      },
    },
    text: null,
    covariates: null,
    start: null,
  },
  {
    resume: null,
    save: () => Promise.resolve(),
    stop: new AbortController().signal,
    signal: new AbortController().signal,
  },
);
const held: string[] = [];
for (let next = await steps.next(); !next.done; next = await steps.next()) {
  if (next.value.kind !== 'epoch') continue;
  const { HEAPU8 } = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm;
  held.push(`${tf.memory().numTensors} tensors, a heap of ${HEAPU8.length / 2 ** 20} MB`);
  const { epoch } = next.value.result;
  if (epoch === 1 || epoch === 2 || epoch % 10 === 0)
    process.stdout.write(`epoch ${epoch}: ${held.at(-1)}\n`);
}
const steady = held.at(-1) === held[1];
process.stdout.write(`the same after epoch ${held.length} as after epoch 2: ${steady ? 'yes' : 'NO'}\n`);
process.exit(steady ? 0 : 1);

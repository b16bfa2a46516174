/**
 * How long one training step takes on wasm in node, in processor time (which other programs disturb less than the clock),
 * and which kernels it spends that on:
 *
 *     npx tsx bench/train-step.bench.ts [size] [batch]
 */
import * as tf from '@tensorflow/tfjs';
import { completeRecipe, type CompleteRecipe, type Target } from '../src/domain/index.ts';
import { buildModel } from '../src/models/index.ts';
import { createLearner } from '../src/training/learner.ts';
import { loadWasmInNode } from '../test/kernels/wasm-in-node.ts';

const [size = 28, batch = 128] = process.argv.slice(2).map(Number);
const steps = 20;

await loadWasmInNode();
const target: Target = { name: 'noise', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };
const shape = {
  inputs: 'image',
  image: { size, channels: 1 },
  text: null,
  outputs: 1,
  dropout: 0.2,
} as const;
const learner = createLearner(buildModel(shape, 0), target, completeRecipe({}) as CompleteRecipe);
const targets = Float32Array.from({ length: batch }, (_, i) => i % 2);
const weights = new Float32Array(batch).fill(1 / batch);

function learn(step: number): void {
  const images = tf.randomUniform([batch, size, size, 1], 0, 255);
  const loss = learner.learn([images], { targets, weights }, step, 1e-3);
  loss.dataSync();
  loss.dispose();
}

for (let step = 0; step < 5; step++) learn(step);
const before = process.cpuUsage();
for (let step = 0; step < steps; step++) learn(step);
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
const perStep = ((seconds / steps) * 1000).toFixed(1);
say(
  `${size} px, batch ${batch}: ${perStep} ms a step, ${((batch * steps) / seconds).toFixed(0)} images/s`,
);

const { kernels } = await tf.profile(() => learn(0));
const totals = new Map<string, { calls: number; milliseconds: number }>();
for (const { name, kernelTimeMs } of kernels) {
  const total = totals.get(name) ?? { calls: 0, milliseconds: 0 };
  total.calls++;
  // A kernel that is made of others counts their time again.
  total.milliseconds += Number(await kernelTimeMs) || 0;
  totals.set(name, total);
}
const slowest = [...totals].sort(([, a], [, b]) => b.milliseconds - a.milliseconds).slice(0, 12);
for (const [name, { calls, milliseconds }] of slowest)
  say(`${name}: ${calls} calls, ${milliseconds.toFixed(1)} ms`);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

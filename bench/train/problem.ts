/** Makes the problems: seeded weights, and seeded batches in which what is seen depends on the label. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  completeRecipe,
  seededRandom,
  type CompleteRecipe,
  type ModelShape,
  type NamedArray,
} from '../../src/domain/index.ts';
import {
  buildModel,
  classifierParts,
  encodeText,
  toTfjsFiles,
  weightsOf,
} from '../../src/models/index.ts';
import { dropoutMask } from '../../src/training/learner.ts';
import { lastComparedStep, type CaseName, type Problem } from './cases.ts';

const batches = 8;
const recipe = completeRecipe({}) as CompleteRecipe;
const { dropout, text } = recipe.model;
const { weightDecay, clipNorm } = recipe.training;
const adamw = { kind: 'adamw', learningRate: 1e-3, weightDecay, clipNorm } as const;

const picture = (size: number): ModelShape['image'] => ({ size, channels: 1 });
const outputs = 1;

const plans: Readonly<Record<CaseName, Pick<Problem, 'title' | 'batch' | 'shape' | 'optimiser'>>> = {
  a: {
    title: 'MNIST ConvNet',
    batch: 250,
    shape: null,
    // At twice this rate rounding alone (float32 against float64 in PyTorch) changes the loss of step 50 by 2e-4, here by 2e-6.
    optimiser: { kind: 'sgd', learningRate: 0.005 },
  },
  b: {
    title: 'default CNN, 28 px',
    batch: 128,
    shape: { inputs: 'image', image: picture(28), text: null, outputs, dropout },
    optimiser: adamw,
  },
  c: {
    title: 'default CNN, 64 px',
    batch: 64,
    shape: { inputs: 'image', image: picture(64), text: null, outputs, dropout },
    optimiser: adamw,
  },
  d: {
    title: 'text encoder',
    batch: 128,
    shape: { inputs: 'text', image: null, text, outputs, dropout },
    optimiser: adamw,
  },
  e: {
    title: 'image (28 px) + text',
    batch: 128,
    shape: { inputs: 'image+text', image: picture(28), text, outputs, dropout },
    optimiser: adamw,
  },
};

/**
 * Writes `problem.json` and `problem.bin` of a case into a folder, which is made, and the program's models also as the files
 * that `tf.loadLayersModel` reads.
 */
export async function writeProblem(name: CaseName, folder: string): Promise<Problem> {
  const plan = plans[name];
  const { shape, batch } = plan;
  const rows = batches * batch;
  const classes = shape === null ? 10 : 2;
  const random = seededRandom(0, 'bench labels', name);
  const labels = Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
  const found: NamedArray[] = [{ name: 'target', ...targetsOf(labels, classes) }];
  if (shape === null || shape.image !== null) {
    const size = shape?.image?.size ?? 28;
    const data = imagesOf(labels, classes, size, shape === null ? 1 : 255);
    found.push({ name: 'image', shape: [rows, size, size, 1], data });
  }
  if (shape !== null && shape.text !== null) {
    const { buckets } = shape.text;
    found.push({ name: 'text', shape: [rows, buckets], data: encodeText(textsOf(labels), buckets) });
  }
  const masks = shape === null ? 0 : lastComparedStep;
  await mkdir(folder, { recursive: true });
  if (shape === null) found.push(...convNetWeights());
  else found.push(...(await modelArrays(shape, batch, masks, folder)));

  let offset = 0;
  const arrays = found.map((array) => {
    const entry = { name: array.name, shape: array.shape, offset };
    offset += array.data.byteLength;
    return entry;
  });
  const problem: Problem = { name, ...plan, batches, masks, arrays };
  await writeFile(join(folder, 'problem.json'), JSON.stringify(problem));
  await writeFile(
    join(folder, 'problem.bin'),
    Buffer.concat(
      found.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ),
  );
  return problem;
}

/** One-hot; for two classes the probability of the second. Smoothed as the default recipe does where it trains. */
function targetsOf(labels: Int32Array, classes: number): Pick<NamedArray, 'shape' | 'data'> {
  const width = classes === 2 ? 1 : classes;
  const smoothing = classes === 2 ? recipe.training.labelSmoothing : 0;
  const data = new Float32Array(labels.length * width);
  labels.forEach((label, row) => {
    if (width === 1) data[row] = label * (1 - smoothing) + smoothing / 2;
    else data[row * width + label] = 1;
  });
  return { shape: [labels.length, width], data };
}

/** Three soft spots at places of the label's own, and noise. */
function imagesOf(labels: Int32Array, classes: number, size: number, white: number): Float32Array {
  const place = seededRandom(0, 'bench spots');
  const spots = Array.from({ length: classes }, () =>
    Array.from({ length: 3 }, () => [place() * size, place() * size] as const),
  );
  const noise = seededRandom(0, 'bench noise');
  const pixels = size * size;
  const radius = size / 7;
  const images = new Float32Array(labels.length * pixels);
  labels.forEach((label, row) => {
    for (let at = 0; at < pixels; at++) {
      const [x, y] = [at % size, Math.floor(at / size)];
      const light = spots[label]!.reduce(
        (sum, [left, top]) => sum + Math.exp(-((x - left) ** 2 + (y - top) ** 2) / radius ** 2),
        0,
      );
      const shade = Math.min(1, 0.5 * light + 0.4 * noise());
      images[row * pixels + at] = white === 1 ? shade : Math.round(shade * white);
    }
  });
  return images;
}

/** Forty words a text: some that both labels have, some of the label's own. */
function textsOf(labels: Int32Array): string[] {
  const random = seededRandom(0, 'bench texts');
  return Array.from(labels, (label) =>
    Array.from({ length: 40 }, () => {
      const isOwn = random() < 0.1;
      return `word${Math.floor(random() * 500) + (isOwn ? 500 * (label + 1) : 0)}`;
    }).join(' '),
  );
}

/** He's initialisation for the rectified layers, small values for biases. */
function convNetWeights(): NamedArray[] {
  const random = seededRandom(0, 'bench weights');
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const layer = (name: string, shape: readonly number[]) => {
    const fanIn = shape.slice(0, -1).reduce((product, side) => product * side, 1);
    const scale = Math.sqrt(2 / fanIn);
    const units = shape.at(-1)!;
    const kernel = Float32Array.from({ length: fanIn * units }, () => scale * normal());
    const bias = Float32Array.from({ length: units }, () => 0.01 * normal());
    return [
      { name: `weight/${name}/kernel`, shape, data: kernel },
      { name: `weight/${name}/bias`, shape: [units], data: bias },
    ];
  };
  return [
    ...layer('conv1', [5, 5, 1, 24]),
    ...layer('conv2', [3, 3, 24, 32]),
    ...layer('dense1', [800, 128]),
    ...layer('dense2', [128, 10]),
  ];
}

/** The program's own initial weights, and its dropout masks for the steps that are compared. */
async function modelArrays(
  shape: ModelShape,
  batch: number,
  masks: number,
  folder: string,
): Promise<NamedArray[]> {
  const model = buildModel(shape, recipe.seed);
  const weights = await weightsOf(model);
  const { modelJson, shards } = await toTfjsFiles(model);
  await writeFile(join(folder, 'model.json'), modelJson);
  for (const { name, data } of shards) await writeFile(join(folder, name), data);
  const { width } = classifierParts(model);
  model.dispose();
  const mask = new Float32Array(masks * batch * width);
  for (let step = 0; step < masks; step++) {
    const tensor = dropoutMask(batch, width, dropout, recipe.seed, step);
    mask.set(tensor.dataSync(), step * batch * width);
    tensor.dispose();
  }
  return [
    ...weights.map((weight) => ({ ...weight, name: `weight/${weight.name}` })),
    { name: 'mask', shape: [masks * batch, width], data: mask },
  ];
}

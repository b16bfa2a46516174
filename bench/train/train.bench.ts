/**
 * How many images a second are trained on, next to others that could train them on the same machine in the same minutes:
 *
 *     npm run bench:train [-- --models a,b --only ours-wasm,torch --rounds 3 --seconds 2 --budget 20 --json FILE]
 *
 * Models: a the MNIST ConvNet of jax-js's demo, b and c the program's image networks at 28 and 64 px, d its text encoder,
 * e both. Contestants: this program in headless Chromium, TensorFlow.js as shipped, jax-js, and PyTorch on the processor
 * with its own number of threads and with one a logical processor (Debian's python3-torch and libopenblas0-pthread; PYTHON
 * names another interpreter). All start from the same weights, learn from the same batches and take turns; ratios are
 * taken round by round. `--budget` is what one of them may spend on the losses of a model, and again on its rounds, in s,
 * so the slow ones do few steps. WebGPU runs on the machine's GPU, or where there is none (or with `--software-gpu`) on
 * SwiftShader. `--roofline` measures the kernels of our wasm steps instead, and writes docs/roofline.md.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectFolder } from '../../src/headless/project.ts';
import { caseNames } from './cases.ts';
import { browserContestant, startWorker, type Contestant } from './contestants.ts';
import type { Roofline } from './contract.ts';
import { gpuArguments } from './gpu.ts';
import { play, type Match } from './match.ts';
import { writeProblem } from './problem.ts';
import { rooflinePage, type RooflineOfCase } from './roofline.ts';
import { trainSite } from './site.ts';
import { lossesTable, ratesTable } from './table.ts';
import { torchStarters } from './torch.ts';
import type { Library } from './train-page.ts';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    budget: { type: 'string', default: '20' },
    json: { type: 'string', default: '' },
    roofline: { type: 'boolean', default: false },
    'software-gpu': { type: 'boolean', default: false },
  },
});

/** Library and backend of each contestant that runs in a browser. */
const inBrowser: Readonly<Record<string, readonly [Library, string]>> = {
  'ours-wasm': ['ours', 'wasm'],
  'ours-webgpu': ['ours', 'webgpu'],
  'shipped-wasm': ['shipped', 'wasm'],
  'shipped-webgl': ['shipped', 'webgl'],
  'shipped-webgpu': ['shipped', 'webgpu'],
  'shipped-cpu': ['shipped', 'cpu'],
  'jax-wasm': ['jax', 'wasm'],
  'jax-webgpu': ['jax', 'webgpu'],
};
const known = [...Object.keys(inBrowser), 'torch'];

/** Enough for a mean. */
const rooflineSteps = 20;

const models = chosen(values.models || (values.roofline ? 'a,b,c' : caseNames.join()), caseNames);
const wanted = values.only === '' ? known : chosen(values.only, known);
const torch = wanted.includes('torch') ? torchStarters() : new Map<string, () => Promise<Contestant>>();
const browsers = wanted.filter((name) => name !== 'torch');

print(
  `${cpus()[0]!.model.trim()}, ${cpus().length} logical processors; ${values.rounds} rounds in turns`,
);
if (typeof torch === 'string') print(torch);
const site = await trainSite();
const results: ({ model: string; title: string; batch: number } & Match)[] = [];
try {
  if (values.roofline) await measureKernels();
  else await race();
} finally {
  await site.close();
}

async function race(): Promise<void> {
  const gpu = browsers.some((name) => name.includes('gl') || name.includes('gpu'))
    ? await gpuArguments(values['software-gpu'], site.free)
    : { name: 'not asked for', flags: [] };
  print(`GPU: ${gpu.name}`);
  for (const model of models) {
    const folder = join(site.folder, 'problems', model);
    const { title, batch } = await writeProblem(model, folder);
    print('', `(${model}) ${title}, batch ${batch}`);
    const starters = new Map<string, () => Promise<Contestant>>();
    for (const name of browsers) starters.set(name, () => start(name, gpu.flags));
    if (typeof torch !== 'string') torch.forEach((starter, name) => starters.set(name, starter));
    const address = (name: string) => (name in inBrowser ? `/problems/${model}` : folder);
    const match = await play(starters, address, {
      batch,
      rounds: Number(values.rounds),
      roundSeconds: Number(values.seconds),
      budget: Number(values.budget),
      patientWith: (name) => /^(ours|torch)-/.test(name),
    });
    results.push({ model, title, batch, ...match });
    print(
      ratesTable(match.scores),
      lossesTable(match.scores),
      `processors busy while all wait: ${(100 * match.load).toFixed(0)} %`,
    );
  }
  if (values.json !== '') {
    const machine = { processor: cpus()[0]!.model.trim(), processors: cpus().length, gpu: gpu.name };
    await writeFile(values.json, JSON.stringify({ ...machine, results }, null, 2));
  }
}

async function measureKernels(): Promise<void> {
  const cases: RooflineOfCase[] = [];
  for (const model of models) {
    const { title, batch } = await writeProblem(model, join(site.folder, 'problems', model));
    const measure = async (threads: number): Promise<Roofline> => {
      const worker = await startWorker(site.strict, 'roofline', []);
      const problem = `/problems/${model}`;
      try {
        return (await worker.ask({
          kind: 'roofline',
          problem,
          threads,
          steps: rooflineSteps,
        })) as Roofline;
      } finally {
        await worker.stop();
      }
    };
    cases.push({
      title: `(${model}) ${title}`,
      batch,
      one: await measure(1),
      all: await measure(cpus().length),
    });
    print(`measured (${model}) ${title}`);
  }
  const file = join(projectFolder, 'docs', 'roofline.md');
  await writeFile(file, await format(rooflinePage(cases), { parser: 'markdown' }));
  print(`wrote ${file}`);
}

async function start(name: string, gpu: readonly string[]): Promise<Contestant> {
  const [library, backend] = inBrowser[name]!;
  return browserContestant(library === 'ours' ? site.strict : site.free, library, backend, gpu);
}

/** @throws RangeError naming what there is, where one is not among it */
function chosen<T extends string>(list: string, among: readonly T[]): T[] {
  return list.split(',').map((name) => {
    const found = among.find((one) => one === name);
    if (found === undefined) throw new RangeError(`there is no ${name} among ${among.join()}`);
    return found;
  });
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

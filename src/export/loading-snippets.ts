/** Lines to paste that open each kept file in Python or JavaScript, or use it in a shell. Code only: the sentences around it are elsewhere. */
import type { ExportName, OrdinalHead, Snippet, Target } from '../domain/index.ts';

/**
 * How to open one file; empty where there is nothing to write a line about (reports, shards).
 * @param target of the run: decides whether logits become probabilities by a sigmoid or a softmax
 * @param ordinal of the run: what an ordinal target's logits are
 */
export function loadingSnippets(
  name: ExportName,
  target: Target,
  ordinal: OrdinalHead = 'softmax',
): readonly Snippet[] {
  if (name === 'weights.safetensors') return weights(name);
  if (name === 'tfjs/model.json') return [javascript(tfjs(name, target, ordinal))];
  if (name === 'tensors.npz') return [python(tensors(name))];
  if (name === 'recipe.json')
    return [shell(`npm run --silent headless -- run <folder> --out out --recipe ${name}`)];
  if (name.endsWith('.csv')) return [python(`import pandas as pd\n\ntable = pd.read_csv('${name}')`)];
  if (!name.endsWith('.json')) return [];
  return [
    python(`import json\n\ncontent = json.load(open('${name}', encoding='utf-8'))`),
    javascript(`const content = await (await fetch('${name}')).json();`),
  ];
}

const python = (code: string): Snippet => ({ language: 'Python', code });
const javascript = (code: string): Snippet => ({ language: 'JavaScript', code });

const shell = (code: string): Snippet => ({ language: 'Shell', code });

function tensors(name: string): string {
  return `import numpy as np

tensors = np.load('${name}')
images, labels = tensors['train_images'], tensors['train_labels']`;
}

function weights(name: string): readonly Snippet[] {
  return [
    python(`import json
from safetensors import safe_open

with safe_open('${name}', 'np') as file:
    weights = {name: file.get_tensor(name) for name in file.keys()}
    classes = json.loads(file.metadata()['target'])['classes']`),
    javascript(`const bytes = await (await fetch('${name}')).arrayBuffer();
const start = 8 + Number(new DataView(bytes).getBigUint64(0, true));
const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 8, start - 8)));
const weight = (name) => new Float32Array(bytes.slice(...header[name].data_offsets.map((at) => start + at)));`),
  ];
}

function tfjs(name: string, { kind, classes }: Target, ordinal: OrdinalHead): string {
  const isCumulative = kind === 'ordinal' && ordinal === 'cumulative';
  const activation = isCumulative || kind === 'binary' || kind === 'multi-label' ? 'sigmoid' : 'softmax';
  const whose = isCumulative
    ? 'that the true class comes after the first, the second ...'
    : `of ${kind === 'binary' ? JSON.stringify(classes[1]) : 'each class'}`;
  return `import * as tf from '@tensorflow/tfjs';

const model = await tf.loadLayersModel('${name}');
console.log(model.inputs.map((input) => [input.name, input.shape])); // pixels go in as 0 to 255
const probabilities = model.predict(inputs).${activation}(); // ${whose}`;
}

/**
 * TensorFlow.js as it is shipped: nothing of this program but the exported model is known here, so batch normalisation,
 * gradients and kernels are the library's own. It has no AdamW, so that one is written in its operations.
 */
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import { adapterName } from './adapter-name.ts';
import type { Prepared, Trainee } from './contract.ts';
import { convNetLearner } from './mnist-convnet.ts';
import { plainAdamW } from './plain-adamw.ts';
import { serveTrainee, type LoadedProblem } from './worker-loop.ts';

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});

serveTrainee(async (problem, backend, url) => {
  if (!(await tf.setBackend(backend))) throw new Error(`${backend} did not start`);
  const learn = problem.shape === null ? convNetLearner(problem) : await classifierLearner(problem, url);
  return { ...(await describe(backend)), learn };
});

async function describe(backend: string): Promise<Prepared> {
  const library = `tfjs ${tf.version.tfjs}`;
  if (backend === 'wasm') {
    const isSimd = Boolean(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'));
    const isThreaded = Boolean(await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'));
    return {
      device: `${library}, ${isSimd ? 'SIMD' : 'no SIMD'}`,
      threads: isThreaded ? getThreadsCount() : 1,
    };
  }
  if (backend === 'webgpu') return { device: `${library}, ${await adapterName()}`, threads: null };
  if (backend === 'webgl') {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2')!;
    const details = gl.getExtension('WEBGL_debug_renderer_info');
    const name = String(gl.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
    return { device: `${library}, ${name}`, threads: null };
  }
  return { device: `${library}, JavaScript`, threads: 1 };
}

async function classifierLearner(problem: LoadedProblem, url: string): Promise<Trainee['learn']> {
  const { batch, optimiser } = problem;
  if (optimiser.kind !== 'adamw') throw new RangeError('classifiers are trained with AdamW');
  const model = await tf.loadLayersModel(`${url}/model.json`);
  const head = model.getLayer('head');
  const joined = head.input as tf.SymbolicTensor;
  const features = tf.model({ inputs: model.inputs, outputs: joined });
  const width = joined.shape.at(-1)!;
  const variables = model.trainableWeights.map((weight) => {
    const variable = weight.read();
    if (!(variable instanceof tf.Variable)) throw new TypeError(`${weight.originalName} is no variable`);
    return { variable, decays: weight.originalName.endsWith('/kernel') };
  });
  const move = plainAdamW(variables, optimiser);
  return async (step) => {
    const loss = tf.tidy(() => {
      const inputs = model.inputNames.map((name, i) =>
        tf.tensor(problem.rowsOfStep(name as 'image' | 'text', step), [
          batch,
          ...model.inputs[i]!.shape.slice(1).map(Number),
        ]),
      );
      const mask = tf.tensor(problem.rowsOfStep('mask', step), [batch, width]);
      const target = tf.tensor(problem.rowsOfStep('target', step), [batch, 1]);
      const { value, grads } = tf.variableGrads(
        () => {
          const seen = features.apply(inputs, { training: true }) as tf.Tensor;
          return tf.losses.sigmoidCrossEntropy(target, head.apply(tf.mul(seen, mask)) as tf.Tensor);
        },
        variables.map(({ variable }) => variable),
      );
      move(grads, step + 1);
      return value;
    });
    return { read: async () => (await loss.data())[0]!, dispose: () => loss.dispose() };
  };
}

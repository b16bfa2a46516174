/** jax-js as a contestant: the whole step, gradients and descent included, as one compiled function. */
import { defaultDevice, init, numpy as np, tree, type Device } from '@jax-js/jax';
import { adapterName } from './adapter-name.ts';
import { classifier } from './jax-classifier.ts';
import { convNet } from './jax-convnet.ts';
import { compiledStep, initialState } from './jax-descent.ts';
import { serveTrainee } from './worker-loop.ts';

serveTrainee(async (problem, backend) => {
  const device = backend as Device;
  const started = await init(device);
  if (!started.includes(device)) throw new Error(`jax-js did not start ${device}`);
  defaultDevice(device);
  const network = problem.shape === null ? convNet : classifier(problem);
  let state = initialState(network.weightsOf(problem), problem.optimiser);
  const step = compiledStep(network, problem.optimiser);
  return {
    device: `jax-js${device === 'webgpu' ? `, ${await adapterName()}` : ''}`,
    threads: device === 'wasm' && crossOriginIsolated ? navigator.hardwareConcurrency : null,
    learn: async (number) => {
      const [loss, moved] = step(state, network.batchOf(problem, number), np.array(number + 1));
      state = moved;
      return {
        read: async () => {
          await Promise.all(tree.leaves(state.weights).map((array) => array.blockUntilReady()));
          return Number(await loss.ref.jsAsync());
        },
        dispose: () => loss.dispose(),
      };
    },
  };
});

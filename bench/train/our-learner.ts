/** A problem's network in the hands of the program's own learner, on the current backend. */
import * as tf from '@tensorflow/tfjs';
import { completeRecipe, type CompleteRecipe, type Target } from '../../src/domain/index.ts';
import { buildModel, setWeights } from '../../src/models/index.ts';
import { createLearner } from '../../src/training/learner.ts';
import type { Trainee } from './contract.ts';
import { convNetLearner } from './mnist-convnet.ts';
import type { LoadedProblem } from './worker-loop.ts';

export function ourLearner(problem: LoadedProblem): Trainee['learn'] {
  const { shape, optimiser, batch } = problem;
  if (shape === null || optimiser.kind === 'sgd') return convNetLearner(problem);
  const recipe = completeRecipe({}) as CompleteRecipe;
  const target: Target = { name: 'made', kind: 'binary', classes: ['no', 'yes'], mayFlip: false };
  const model = buildModel(shape, recipe.seed);
  setWeights(model, problem.weights);
  const learner = createLearner(model, target, recipe);
  const weights = new Float32Array(batch).fill(1 / batch);
  return async (step) => {
    const inputs = model.inputNames.map((name, i) =>
      tf.tensor(problem.rowsOfStep(name as 'image' | 'text', step), [
        batch,
        ...model.inputs[i]!.shape.slice(1).map(Number),
      ]),
    );
    const targets = problem.rowsOfStep('target', step);
    const loss = learner.learn(inputs, { targets, weights }, step, optimiser.learningRate);
    return { read: async () => (await loss.data())[0]!, dispose: () => loss.dispose() };
  };
}

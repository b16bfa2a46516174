/** This program as a contestant: its choice of a backend with its kernels, its models, its learner. */
import type { Recipe } from '../../src/domain/index.ts';
import { chooseBackend } from '../../src/training/backend.ts';
import { ourLearner } from './our-learner.ts';
import { serveTrainee } from './worker-loop.ts';

serveTrainee(async (problem, backend) => {
  const { device } = await chooseBackend(backend as Recipe['backend'], null);
  return { device, threads: null, learn: ourLearner(problem) };
});

/** placeholder */
import { serveTrainee } from './worker-loop.ts';
serveTrainee(async () => Promise.reject(new Error('not yet')));

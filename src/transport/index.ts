/** Page and workers speak through here (comlink, with what it lacks). */
export { serve } from './serve.ts';
export { WorkerClient } from './worker-client.ts';

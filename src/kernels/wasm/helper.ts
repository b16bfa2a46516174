/** What a helper thread does: see `threads.part.as`. Knows nothing of TensorFlow.js, so that a helper starts quickly. */
import type { HelperTask } from './workshop.ts';

/** Works until the workshop tells its helpers to quit. */
export function help({ module, memory, control, thread }: HelperTask): void {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  (instance.exports['help'] as (control: number, thread: number) => void)(control, thread);
}

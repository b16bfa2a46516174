/** One thing at a time that can be stopped: every step that takes time has one. A new run replaces the one before. */
import { failureOf, type Failure } from './failure.ts';

export class Task {
  running = $state(false);
  failure = $state.raw<Failure | null>(null);
  #controller: AbortController | null = null;

  /**
   * Runs `work`, which has to stop when the signal aborts. Failures are kept in `failure` and not thrown.
   * @returns whether it came to its end
   */
  async run(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.running = true;
    this.failure = null;
    try {
      await work(controller.signal);
      return !controller.signal.aborted;
    } catch (error) {
      if (this.#controller === controller) this.failure = failureOf(error);
      return false;
    } finally {
      if (this.#controller === controller) {
        this.#controller = null;
        this.running = false;
      }
    }
  }

  /** Stops what runs. `running` turns false when it has stopped. */
  cancel(): void {
    this.#controller?.abort();
  }
}

/** Goes through a generator to its return value; `each` sees what it yields until then. */
export async function follow<P, R>(
  generator: AsyncGenerator<P, R, void>,
  signal: AbortSignal,
  each: (progress: P) => void,
): Promise<R> {
  for (;;) {
    const next = await generator.next();
    signal.throwIfAborted();
    if (next.done === true) return next.value;
    each(next.value);
  }
}

/** What `work` comes to, unless the signal aborts first: for work that can't be stopped, such as waiting for a person's answer. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return await Promise.race([work, aborted]);
}

/**
 * The page's side of one worker: starts it when first called, races every call against the worker's death and the
 * caller's signal (a call to a dead worker never settles by itself), and starts a new one for the next call.
 */
import { wrap, type Remote } from 'comlink';
import { appError } from '../domain/index.ts';
import { installTransport } from './handlers.ts';
import { alive } from './serve.ts';

/** How long a cancelled call may take to run its `finally` blocks before its worker is ended, in ms. */
const graceMs = 5000;

interface Life<Service> {
  readonly worker: Worker;
  readonly remote: Remote<Service>;
  /** Resolves when the worker holds its lock, from when on its death can't go unnoticed, and was told what comes first. */
  readonly ready: Promise<void>;
  /** Rejects with AppError `worker-lost` when the worker dies; never resolves. */
  readonly death: Promise<never>;
}

/** Makes one worker; `name` is unique and becomes the name of its lock. */
export type WorkerMaker = (name: string) => Worker;

export class WorkerClient<Service extends object> {
  readonly #label: string;
  readonly #make: WorkerMaker;
  #life: Life<Service> | null = null;
  #first: ((remote: Remote<Service>) => Promise<unknown>) | null = null;

  /** `label` is what messages call this worker. */
  constructor(label: string, make: WorkerMaker) {
    installTransport();
    this.#label = label;
    this.#make = make;
  }

  /**
   * What each worker started from now on is told before its first call, so that one that replaces a dead one knows what that
   * knew; null for nothing. The call that starts the worker fails with it.
   */
  tellFirst(first: ((remote: Remote<Service>) => Promise<unknown>) | null): void {
    this.#first = first;
  }

  /**
   * One call. Rejects with AbortError as soon as the signal aborts, and with AppError `worker-lost` if the worker dies.
   */
  async call<Result>(
    use: (remote: Remote<Service>) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const life = this.#alive();
    await raced(life.ready, life.death, signal);
    return await raced(use(life.remote), life.death, signal);
  }

  /**
   * A call that reports as it goes. Leaving the loop early ends the worker's generator; if that takes longer than the
   * grace period (a long synchronous stretch), the worker is ended instead.
   */
  async *stream<Event, Result>(
    use: (remote: Remote<Service>) => Promise<AsyncGenerator<Event, Result, void>>,
    signal?: AbortSignal,
  ): AsyncGenerator<Event, Result, void> {
    signal?.throwIfAborted();
    const life = this.#alive();
    await raced(life.ready, life.death, signal);
    const events = await raced(use(life.remote), life.death, signal);
    let finished = false;
    try {
      for (;;) {
        const event = await raced(events.next(), life.death, signal);
        if (event.done) {
          finished = true;
          return event.value;
        }
        yield event.value;
      }
    } finally {
      if (!finished && this.#life === life) await this.#leave(life, events);
    }
  }

  /** Ends the worker now; the next call starts another. */
  end(): void {
    this.#life?.worker.terminate();
    this.#life = null;
  }

  async #leave(life: Life<Service>, events: AsyncGenerator<unknown, unknown, void>): Promise<void> {
    const left = events.return(undefined).then(
      () => true,
      () => true,
    );
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), graceMs));
    const inTime = await Promise.race([left, late]);
    if (!inTime && this.#life === life) this.end();
  }

  #alive(): Life<Service> {
    if (this.#life) return this.#life;
    const name = `${this.#label}-${crypto.randomUUID()}`;
    const worker = this.#make(name);
    const remote = wrap<Service>(worker);
    const started = new Promise<void>((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.data === alive) resolve();
      });
    });
    const first = this.#first;
    const ready = started.then(async () => {
      await first?.(remote);
    });
    ready.catch(() => {
      if (this.#life?.worker === worker) this.end();
    });
    const death = new Promise<never>((_, reject) => {
      const lost = (detail: string): void => {
        if (this.#life?.worker === worker) this.end();
        reject(appError('worker-lost', null, { worker: this.#label, detail }));
      };
      // An error event is a script that failed to load or a bug that nobody caught: the worker's state is unknown.
      worker.addEventListener('error', (event) =>
        lost(event.message || 'its script could not be loaded'),
      );
      // Asking for the lock that the worker holds waits until the worker is gone.
      void started.then(() => navigator.locks.request(name, () => lost('it was ended by the browser')));
    });
    // A worker that dies while nobody waits is no unhandled rejection: the next call starts a new one.
    death.catch(() => undefined);
    this.#life = { worker, remote, ready, death };
    return this.#life;
  }
}

async function raced<T>(work: Promise<T>, death: Promise<never>, signal?: AbortSignal): Promise<T> {
  if (!signal) return await Promise.race([work, death]);
  let giveUp: () => void = () => undefined;
  const given = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, death, given]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/**
 * The worker's side: exposes one service and holds a Web Lock for as long as the worker lives. The browser gives the
 * lock back when the worker ends for whatever reason (closed, crashed, out of memory), which is how the page hears of
 * deaths that raise no event.
 */
import { expose } from 'comlink';
import { installTransport } from './handlers.ts';

/** What a worker says once it holds its lock. comlink ignores messages that are not its own. */
export const alive = 'alive';

/** The lock's name is the worker's own name, which the page makes unique. */
export function serve(service: object): void {
  installTransport();
  void navigator.locks.request(self.name, () => {
    self.postMessage(alive);
    return new Promise<never>(() => undefined);
  });
  expose(service);
}

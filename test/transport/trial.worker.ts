/** A worker that misbehaves in every way that the transport has to survive. */
import { appError } from '../../src/domain/index.ts';
import { serve } from '../../src/transport/index.ts';

export class TrialService {
  #left = 0;
  #name = '';

  fail(): never {
    throw appError('empty-file', 'a/b.png', {});
  }

  bug(): never {
    throw new TypeError('a bug');
  }

  async *count(to: number, signal: AbortSignal): AsyncGenerator<number, string, void> {
    try {
      for (let i = 0; i < to; i++) {
        signal.throwIfAborted();
        yield i;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return 'counted';
    } finally {
      this.#left++;
    }
  }

  async *failAfter(events: number): AsyncGenerator<number, void, void> {
    for (let i = 0; i < events; i++) yield await Promise.resolve(i);
    throw appError('damaged-table', 't.csv', { row: 3, detail: 'x' });
  }

  left(): number {
    return this.#left;
  }

  learn(name: string): void {
    this.#name = name;
  }

  known(): string {
    return this.#name;
  }

  die(): void {
    self.close();
  }

  hang(): Promise<never> {
    return new Promise(() => undefined);
  }
}

serve(new TrialService());

/**
 * A queue between several producers and one `for await`: what the workers of a pool report, in the order it arrives.
 */
export class EventQueue<Event> {
  #waiting: Event[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #failure: { readonly error: unknown } | null = null;

  push(event: Event): void {
    this.#waiting.push(event);
    this.#wake();
  }

  /** No more events come; those waiting are still delivered. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Ends the loop with this error, after the events that are waiting. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, void> {
    for (;;) {
      const events = this.#waiting;
      this.#waiting = [];
      yield* events;
      if (this.#waiting.length > 0) continue;
      if (this.#failure) throw this.#failure.error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

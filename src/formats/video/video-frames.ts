/**
 * Frames of a video by number. One pass of the decoder stays open and goes on where it stands; a new one begins at a key frame, where
 * going on would decode more, or going back is needed.
 */

/** A decoded frame, which holds memory until it is closed. */
interface Sample {
  readonly timestamp: number;
  close(): void;
}

/** Seconds by which times of one frame may differ after rounding to microseconds. */
const tolerance = 1e-5;

export class VideoFrames<S extends Sample> {
  readonly #times: readonly number[];
  readonly #keyTimes: readonly number[];
  readonly #open: (from: number) => AsyncGenerator<S, void>;
  #pass: AsyncGenerator<S, void> | null = null;
  /** Frame that the pass gives next. */
  #next = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param times of all frames, and of those that are decoded without others; rising, in seconds.
   * @param open decodes from a time on, in the order of times.
   */
  constructor(
    times: readonly number[],
    keyTimes: readonly number[],
    open: (from: number) => AsyncGenerator<S, void>,
  ) {
    this.#times = times;
    this.#keyTimes = keyTimes;
    this.#open = open;
  }

  /** The frame, to be closed by the caller; null where the decoder ends before. Calls wait for one another. */
  at(frame: number): Promise<S | null> {
    const mine = this.#turn.then(() => this.#at(frame));
    this.#turn = Promise.allSettled([mine]);
    return mine;
  }

  async close(): Promise<void> {
    const pass = this.#pass;
    this.#pass = null;
    await Promise.allSettled([pass?.return()]);
  }

  async #at(frame: number): Promise<S | null> {
    const wanted = this.#times[frame]!;
    if (this.#pass === null || frame < this.#next || this.#hasKeyBetween(this.#next, wanted)) {
      await this.close();
      this.#pass = this.#open(wanted);
    }
    for (;;) {
      const { done, value } = await this.#pass.next();
      if (done === true) {
        this.#pass = null;
        return null;
      }
      if (value.timestamp >= wanted - tolerance) {
        this.#next = frame + 1;
        return value;
      }
      value.close();
    }
  }

  /** Whether a pass begun for `wanted` would begin behind frame `next`. */
  #hasKeyBetween(next: number, wanted: number): boolean {
    const from = this.#times[next] ?? Infinity;
    const key = this.#keyTimes.findLast((time) => time <= wanted + tolerance);
    return key !== undefined && key > from + tolerance;
  }
}

/** Long work on the page's own thread, in portions: between them the page answers. */

/** Of what a task may take (100 ms), little: machines are slower than those that this is written on. */
const portionMs = 12;

export class Turns {
  #begun = performance.now();

  /** Gives the page its turn where the portion is used up. Ask often: every few hundred steps. */
  async give(): Promise<void> {
    if (performance.now() - this.#begun < portionMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#begun = performance.now();
  }
}

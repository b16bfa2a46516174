/** What a screen reader is told: progress at every tenth, and how each step ended. */
export class Announcer {
  text = $state('');
  #tenth = 0;

  say(text: string): void {
    this.text = text;
  }

  /** Says it only when another tenth is reached; `share` is 0 to 1. */
  progress(share: number, sentence: (share: number) => string): void {
    const tenth = Math.floor(share * 10);
    if (tenth < this.#tenth) this.#tenth = 0;
    if (tenth === this.#tenth) return;
    this.#tenth = tenth;
    this.text = sentence(tenth / 10);
  }
}

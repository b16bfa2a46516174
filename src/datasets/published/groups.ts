/** Names that belong together, each with one that stands for all. */
export class Groups {
  readonly #others = new Map<string, string>();

  join(names: readonly string[]): void {
    for (const name of names.slice(1)) {
      const [one, other] = [this.of(names[0]!), this.of(name)];
      if (one !== other) this.#others.set(other, one);
    }
  }

  of(name: string): string {
    let found = name;
    for (let next = this.#others.get(found); next !== undefined; next = this.#others.get(found))
      found = next;
    return found;
  }
}

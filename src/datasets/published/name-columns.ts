/** Targets of one class name a sample, collected by the target's name while tables are walked. */
import { labelsFromNames, type CheckedLabels } from '../labels.ts';
import { keptOnce } from './named-table.ts';

export class NameColumns {
  readonly #once = keptOnce();
  readonly #columns = new Map<string, (string | null)[]>();

  constructor(targets: readonly string[]) {
    for (const target of targets) this.#columns.set(target, []);
  }

  /** @param names for each target, '' where it is missing */
  add(names: Readonly<Record<string, string>>): void {
    for (const [target, column] of this.#columns) column.push(this.#once(names[target] ?? '') || null);
  }

  /** Those that any sample has, in the order of the targets. */
  toLabels(table: string | null, mayFlip = false): CheckedLabels[] {
    return [...this.#columns]
      .filter(([, names]) => names.some((name) => name !== null))
      .map(([target, names]) => labelsFromNames(target, names, mayFlip, table));
  }
}

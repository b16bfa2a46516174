/** What a made dataset is: bytes by path; and how its tables are written. */
import { gzipSync } from 'node:zlib';
import { seededRandom } from '../../../src/domain/index.ts';

export type MadeFiles = Record<string, Uint8Array>;

/** Fields with a comma, a quotation mark or a line end are quoted, as pandas writes them. */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells
    .map(String)
    .map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

export function csv(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  return text(rows.map((row) => `${csvLine(row)}\n`).join(''));
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function gz(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** Chance that gives the same dataset everywhere and every time. */
export class Dice {
  readonly random: () => number;

  constructor(name: string) {
    this.random = seededRandom(5, name);
  }

  isLucky(share: number): boolean {
    return this.random() < share;
  }

  /** A whole number from 0 to one less than `below`. */
  below(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }
}

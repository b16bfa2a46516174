/**
 * Deals groups of samples (patients) out to splits so that each split gets its share of every class: the greedy iterative
 * stratification of Sechidis, Tsoumakas and Vlahavas (ECML PKDD 2011), rarest class first, for groups instead of single
 * samples. Linear in the number of labels; only its start order is drawn by chance.
 */
import { shuffled, splits, type Split } from '../domain/index.ts';

/** Samples that have to stay together. */
export interface Group {
  readonly samples: number;
  /** Samples of each class that it has any of; not empty. */
  readonly classes: ReadonlyMap<number, number>;
}

/** The share of the samples that each split is to have; they add up to 1. */
export type Shares = Readonly<Record<Split, number>>;

interface Need {
  readonly split: Split;
  /** Samples, and samples of each class, that the split still lacks; negative where it has more than its share. */
  samples: number;
  readonly classes: Map<number, number>;
  readonly has: Set<number>;
}

/**
 * The split of each group. Every class that any group has comes into train; into val and test as long as they have room.
 * Splits with share 0 get nothing.
 */
export function dealGroups(groups: readonly Group[], shares: Shares, random: () => number): Split[] {
  const totals = totalsOf(groups);
  const samples = groups.reduce((sum, group) => sum + group.samples, 0);
  const needs = splits
    .filter((split) => shares[split] > 0)
    .map((split) => ({
      split,
      samples: samples * shares[split],
      classes: new Map([...totals].map(([index, total]) => [index, total * shares[split]])),
      has: new Set<number>(),
    }));
  const order = shuffled(groups.keys(), random)
    .map((i) => ({ i, group: groups[i]!, rarest: rarestOf(groups[i]!, totals) }))
    .sort(
      (a, b) =>
        totals.get(a.rarest)! - totals.get(b.rarest)! ||
        // Large groups early, while what they overfill can still be made up for.
        b.group.samples - a.group.samples,
    );
  const dealt: Split[] = [];
  for (const { i, group, rarest } of order) {
    const need = neediest(group, rarest, needs);
    dealt[i] = need.split;
    need.samples -= group.samples;
    for (const [index, part] of group.classes) {
      need.classes.set(index, need.classes.get(index)! - part);
      need.has.add(index);
    }
  }
  return dealt;
}

function neediest(group: Group, rarest: number, needs: readonly Need[]): Need {
  const train = needs.find(({ split }) => split === 'train');
  const isNewToTrain = [...group.classes.keys()].some((index) => train?.has.has(index) === false);
  if (train !== undefined && isNewToTrain) return train;
  const without = needs.find(({ has, samples }) => !has.has(rarest) && samples * 2 >= group.samples);
  if (without !== undefined) return without;
  return needs.reduce((best, need) => (compare(need, best, rarest) > 0 ? need : best));
}

/** Who lacks more of the class, then who lacks more samples. Weighing all classes of a group would starve the rare ones. */
function compare(a: Need, b: Need, index: number): number {
  return a.classes.get(index)! - b.classes.get(index)! || a.samples - b.samples;
}

function totalsOf(groups: readonly Group[]): Map<number, number> {
  const totals = new Map<number, number>();
  for (const { classes } of groups) {
    for (const [index, samples] of classes) totals.set(index, (totals.get(index) ?? 0) + samples);
  }
  return totals;
}

/** Of the classes that a group has. */
function rarestOf({ classes }: Group, totals: ReadonlyMap<number, number>): number {
  return [...classes.keys()].reduce((a, b) => (totals.get(b)! < totals.get(a)! ? b : a));
}

/** Puts values into few enough groups for each to have a colour and a shape of its own. */

export interface PointGroups {
  /** At most 36; `*unknown` and `*other` are for the dictionary. */
  readonly names: readonly string[];
  /** The group of each value. */
  readonly codes: Uint8Array;
  /** Values of each group. */
  readonly counts: readonly number[];
}

/** Six colours by six shapes. */
const mostGroups = 36;
const bins = 5;

/** By name, the most frequent first; where there are too many the rest share one. Null is not known. */
export function groupNames(values: readonly (string | null)[]): PointGroups {
  const seen = new Map<string, number>();
  const counted: number[] = [];
  const firstSeen = new Uint32Array(values.length);
  values.forEach((value, i) => {
    const name = value ?? '*unknown';
    const at = seen.get(name) ?? seen.size;
    if (at === seen.size) seen.set(name, at);
    firstSeen[i] = at;
    counted[at] = (counted[at] ?? 0) + 1;
  });
  const byCount = [...seen].sort(([a, m], [b, n]) => counted[n]! - counted[m]! || (a < b ? -1 : 1));
  const all = byCount.map(([name]) => name);
  const names = all.length > mostGroups ? [...all.slice(0, mostGroups - 1), '*other'] : all;
  const group = new Uint8Array(seen.size);
  byCount.forEach(([, at], i) => (group[at] = Math.min(i, mostGroups - 1)));
  return withCounts(
    names,
    Uint8Array.from(firstSeen, (at) => group[at]!),
  );
}

/** @param codes places in `names` */
export function withCounts(names: readonly string[], codes: Uint8Array): PointGroups {
  const counts = names.map(() => 0);
  for (const code of codes) counts[code]!++;
  return { names, codes, counts };
}

/** Numbers by fifths of equal counts, named by their ends; few different ones by themselves. */
export function groupNumbers(values: readonly (string | number | null)[]): PointGroups {
  const numbers = values.filter((value) => typeof value === 'number');
  const sorted = Float64Array.from(numbers).sort();
  if (new Set(sorted).size <= bins)
    return groupNames(values.map((value) => (value === null ? null : String(value))));
  const edges = Array.from(
    { length: bins - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]!,
  );
  const ends = [sorted[0]!, ...edges, sorted.at(-1)!];
  const names = Array.from({ length: bins }, (_, i) => `${ends[i]!} – ${ends[i + 1]!}`);
  const hasUnknown = numbers.length < values.length;
  const codes = Uint8Array.from(values, (value) =>
    typeof value === 'number' ? binOf(value, edges) : bins,
  );
  return withCounts(hasUnknown ? [...names, '*unknown'] : names, codes);
}

function binOf(value: number, edges: readonly number[]): number {
  let bin = 0;
  while (bin < edges.length && value >= edges[bin]!) bin++;
  return bin;
}

/** Puts values into few enough groups for each to have a colour and a shape of its own. */

export interface PointGroups {
  /** At most 36; `*unknown` and `*other` are for the dictionary. */
  readonly names: readonly string[];
  /** The group of each value. */
  readonly codes: Uint8Array;
}

/** Six colours by six shapes. */
const mostGroups = 36;
const bins = 5;

/** By name, the most frequent first; where there are too many the rest share one. Null is not known. */
export function groupNames(values: readonly (string | null)[]): PointGroups {
  const counts = new Map<string, number>();
  for (const value of values)
    counts.set(value ?? '*unknown', (counts.get(value ?? '*unknown') ?? 0) + 1);
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name);
  const names = byCount.length > mostGroups ? [...byCount.slice(0, mostGroups - 1), '*other'] : byCount;
  const index = new Map(names.map((name, i) => [name, i]));
  const codes = Uint8Array.from(values, (value) => index.get(value ?? '*unknown') ?? mostGroups - 1);
  return { names, codes };
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
    typeof value === 'number' ? edges.filter((edge) => value >= edge).length : bins,
  );
  return { names: hasUnknown ? [...names, '*unknown'] : names, codes };
}

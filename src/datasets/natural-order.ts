/**
 * The order that people expect of names with numbers: `train2` before `train10`. Done without Intl.Collator, whose order
 * depends on the browser's version, because the order of samples decides the tensors.
 */

/**
 * The values sorted by their keys: runs of ASCII digits as numbers, all else by UTF-16 code units; values with equal
 * keys stay in their order. Keys that differ only in leading zeros are ordered by code units.
 */
export function inNaturalOrder<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return values
    .map((value) => {
      const key = keyOf(value);
      return { value, key, runs: key.match(/\d+|\D+/g) ?? [] };
    })
    .sort((a, b) => compareRuns(a.runs, b.runs) || compareText(a.key, b.key))
    .map(({ value }) => value);
}

function compareRuns(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const order = compareRun(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareRun(a: string, b: string): number {
  if (!isNumber(a) || !isNumber(b)) return compareText(a, b);
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  // Compared as text after their lengths, so that numbers beyond 2^53 are ordered too.
  return x.length - y.length || compareText(x, y);
}

const isNumber = (run: string) => run >= '0' && run < ':';
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

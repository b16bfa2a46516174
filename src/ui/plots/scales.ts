/** From numbers to places on a plot: linear scales, round ticks, paths. Places are in px from the upper left corner. */

export interface Scale {
  (value: number): number;
}

/** Maps `[low, high]` to `[from, to]`; a range without length maps to the middle. */
export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Scale {
  const span = high - low;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((value - low) / span) * (to - from));
}

/** About `count` round numbers within `[low, high]`. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** A line through points; where a value is missing the line is broken. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let isBroken = true;
  return points
    .map((point) => {
      if (point === null) {
        isBroken = true;
        return '';
      }
      const command = isBroken ? 'M' : 'L';
      isBroken = false;
      return `${command}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    })
    .join('');
}

/** A value as a percentage of the largest, for the width of a bar. */
export function shareOf(value: number, largest: number): number {
  return largest > 0 ? (value / largest) * 100 : 0;
}

/** The figures as text. */
import { comparedSteps } from './cases.ts';
import type { Score } from './match.ts';

/** Whose speed is divided by everybody's. */
const leaders = ['ours-wasm', 'ours-webgpu'] as const;

export function ratesTable(scores: readonly Score[]): string {
  const present = leaders.filter((leader) => scores.some(({ contestant }) => contestant === leader));
  const rows = scores.map((score) => [
    score.contestant,
    score.rates.length > 0 ? spread(score.rates) : '-',
    ...present.map((leader) =>
      ratio(
        scores.find(({ contestant }) => contestant === leader)!,
        score,
      ),
    ),
    score.rates.length > 0 ? String(score.rates.length) : '',
    score.prepared?.threads?.toString() ?? '',
    score.failure ?? score.prepared?.device ?? '',
  ]);
  return aligned([
    ['', 'images/s', ...present.map((leader) => `${leader} / it`), 'rounds', 'threads', 'on'],
    ...rows,
  ]);
}

/** Losses, and by how much of PyTorch's (or whoever is the first of the references) they differ at most. */
export function lossesTable(scores: readonly Score[]): string {
  const reference = ['torch', 'shipped-cpu', 'ours-wasm']
    .map((name) => scores.find((score) => score.contestant.startsWith(name) && score.losses.length > 0))
    .find((score) => score !== undefined);
  if (reference === undefined) return '';
  const rows = scores
    .filter(({ losses }) => losses.length > 0)
    .map(({ contestant, losses }) => [
      contestant,
      ...comparedSteps.map((_, i) => losses[i]?.toFixed(6) ?? '-'),
      contestant === reference.contestant ? '' : largestDifference(losses, reference.losses),
    ]);
  const steps = comparedSteps.map((step) => `loss, step ${step}`);
  return aligned([['', ...steps, `largest difference to ${reference.contestant}`], ...rows]);
}

function largestDifference(losses: readonly number[], reference: readonly number[]): string {
  const shared = losses.slice(0, reference.length);
  const differences = shared.map((loss, i) => Math.abs(loss - reference[i]!) / Math.abs(reference[i]!));
  return Math.max(...differences).toExponential(1);
}

/** Round by round, as far as both got. */
function ratio(leader: Score, other: Score): string {
  if (leader === other) return '';
  const rounds = Math.min(leader.rates.length, other.rates.length);
  if (rounds === 0) return '-';
  return spread(other.rates.slice(0, rounds).map((rate, round) => leader.rates[round]! / rate));
}

/** Median, smallest and largest, with three digits that count. */
function spread(numbers: readonly number[]): string {
  const text = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  return `${text(median(numbers))} (${text(Math.min(...numbers))}..${text(Math.max(...numbers))})`;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

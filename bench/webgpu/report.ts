/** Tables of what was measured, in Markdown. */
import { networkNames, type NetworkName } from './network-names.ts';
import type { Dispatch, Recording } from './recorder.ts';

export interface Measured {
  readonly name: NetworkName;
  readonly batch: number;
  readonly adapter: string;
  /** Images/s of each round. */
  readonly speeds: Readonly<Record<'shipped' | 'ours', readonly number[]>>;
  readonly shipped: Recording;
  readonly ours: Recording;
  /** Ours once more, at `countedBatch`. */
  readonly atCountedBatch: Recording;
}

/** Dispatches of less of the time share a line. */
const leastShare = 0.01;
/** At this batch the threads of kernels with more than 1 % of the work are counted. */
export const countedBatch = 128;
/** With fewer a GPU has idle processors. */
const leastThreads = 4096;

interface Line {
  readonly dispatch: Dispatch;
  count: number;
  milliseconds: number;
}

/**
 * The whole page.
 * @param before as it was: networks that were not measured keep their part of it
 */
export function report(measured: readonly Measured[], before: string): string {
  const kept = before.split(/^(?=## )/m).slice(1);
  const parts = networkNames.flatMap((name) => {
    const one = measured.find((network) => network.name === name);
    return one === undefined ? kept.filter((part) => part.startsWith(`## ${name},`)) : kernelTable(one);
  });
  return `# WebGPU kernels of a training step

Written by \`npm run bench:webgpu -- --write\`; do not edit. One line for each kind of dispatch that takes at least 1 % of the
step's time. **Threads** are those of one dispatch. **Bytes** are those of all its buffers, each counted once, so FLOP/byte is
what an ideal cache would allow. **Share** is of the sum of all dispatches of the step, each replayed by itself.
Multiplications and additions are those of the kernel as it is defined, for whichever of its dispatches does them; where a
kernel is no product or convolution, one for each number that it reads.

On an emulated adapter, times say where the work is and not how fast a GPU would be.

${parts.join('\n')}`;
}

export function kernelTable(measured: Measured): string {
  const { name, batch, adapter, speeds, shipped, ours, atCountedBatch } = measured;
  const lines = group(ours.dispatches);
  const total = lines.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const large = lines.filter(({ milliseconds }) => milliseconds >= leastShare * total);
  const rest = lines.filter((line) => !large.includes(line));
  const restTime = rest.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const counted = group(atCountedBatch.dispatches);
  const work = counted.reduce((sum, { dispatch, count }) => sum + worth(dispatch) * count, 0);
  const few = counted.filter(
    ({ dispatch, count }) =>
      worth(dispatch) * count > leastShare * work && threads(dispatch) < leastThreads,
  );
  const ratios = speeds.ours.map((speed, round) => speed / speeds.shipped[round]!);
  return `## ${name}, batch ${batch}, on ${adapter}

| | shipped | ours |
| --- | --- | --- |
| images/s, median of ${ratios.length} rounds in turns | ${spread(speeds.shipped)} | ${spread(speeds.ours)} |
| ratio to shipped in the same round | 1 | ${spread(ratios)} |
| dispatches a step | ${shipped.dispatches.length} | ${ours.dispatches.length} |
| submissions a step | ${shipped.submissions} | ${ours.submissions} |

| kernel | dispatch | operands | times | threads | bytes | FLOP/byte | share |
| --- | --- | --- | --- | --- | --- | --- | --- |
${large.map((line) => row(line, total)).join('\n')}
| ${rest.length} other kinds | | | ${rest.reduce((sum, { count }) => sum + count, 0)} | | | | ${percent(restTime, total)} |

With more than 1 % of the arithmetic and fewer than ${leastThreads} threads at batch ${countedBatch}: ${
    few.length === 0 ? 'none' : few.map(({ dispatch }) => dispatch.program).join(', ')
  }.
`;
}

/** Adding up parts is no work of the kernel's own. */
function worth({ program, operations }: Dispatch): number {
  return isHelper(program) ? 0 : operations;
}

function isHelper(program: string): boolean {
  return /parts added|border|transpose/.test(program);
}

function group(dispatches: readonly Dispatch[]): Line[] {
  const lines = new Map<string, Line>();
  for (const dispatch of dispatches) {
    const key = [dispatch.kernel, dispatch.program, dispatch.shapes, threads(dispatch)].join('|');
    const line = lines.get(key) ?? { dispatch, count: 0, milliseconds: 0 };
    line.count++;
    line.milliseconds += dispatch.milliseconds;
    lines.set(key, line);
  }
  return [...lines.values()].sort((one, other) => other.milliseconds - one.milliseconds);
}

function threads({ workgroups, workgroupSize }: Dispatch): number {
  return workgroups * workgroupSize;
}

function row({ dispatch, count, milliseconds }: Line, total: number): string {
  const { kernel, program, shapes, bytes } = dispatch;
  const intensity = isHelper(program) ? '' : (dispatch.operations / bytes).toFixed(1);
  const cells = [
    kernel,
    program,
    shapes,
    count,
    threads(dispatch).toLocaleString('en'),
    `${(bytes / 1e6).toFixed(2)} MB`,
    intensity,
    percent(milliseconds, total),
  ];
  return `| ${cells.join(' | ')} |`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function spread(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  return `${middle.toFixed(1)} (${sorted[0]!.toFixed(1)} to ${sorted.at(-1).toFixed(1)})`;
}

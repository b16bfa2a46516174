/** The page `docs/roofline.md`: what each kernel of a training step reaches of what the machine's wasm can do. */
import { cpus } from 'node:os';
import type { KernelTime, Roofline } from './contract.ts';

export interface RooflineOfCase {
  readonly title: string;
  readonly batch: number;
  readonly one: Roofline;
  readonly all: Roofline;
}

/** Rows below this share of the step, and without arithmetic that counts, are summed up. */
const smallestShare = 0.01;

export function rooflinePage(cases: readonly RooflineOfCase[]): string {
  const best = (which: 'one' | 'all') => Math.max(...cases.map((each) => each[which].peak));
  const peaks = { one: best('one'), all: best('all') };
  const { one, all } = cases[0]!;
  return [
    '# What the kernels of a training step reach on WebAssembly',
    '',
    'Made by `npm run bench:train -- --roofline`. The peak is the best of many products of two 512 x 512 matrices (`tf.matMul`)',
    'on the same backend: what 128-bit SIMD reaches on this machine where nothing but arithmetic counts. FLOPs are of one',
    'step, a multiplication and an addition being two; shares of the step are of the time with all threads. A kernel that calls',
    'others contains them; what is left of the step is TensorFlow.js itself and work outside of kernels. Convolutions with 3 x 3',
    'filters and stride 1 are counted as plain ones, but need four ninths of those products (`winograd.part.as`): they pass the peak.',
    '',
    `Machine: ${cpus()[0]!.model.trim()}, ${cpus().length} logical processors.`,
    `One thread: ${one.device}, peak ${peaks.one.toFixed(1)} GFLOP/s. All threads: ${all.device}, peak ${peaks.all.toFixed(1)} GFLOP/s.`,
    ...cases.flatMap((each) => section(each, peaks)),
    '',
  ].join('\n');
}

function section(
  { title, batch, one, all }: RooflineOfCase,
  peaks: { one: number; all: number },
): string[] {
  const inOne = new Map(one.kernels.map((kernel) => [keyOf(kernel), kernel]));
  const rows = all.kernels.map((kernel) => {
    const flops = flopsOf(kernel) * kernel.calls;
    const share = kernel.milliseconds / all.timedMilliseconds;
    return { kernel, flops, share, alone: inOne.get(keyOf(kernel)) };
  });
  const shown = rows
    .filter(({ flops, share }) => share >= smallestShare || flops > 1e7)
    .sort((a, b) => b.share - a.share);
  const others = rows.filter((row) => !shown.includes(row));
  const sum = (of: typeof rows) => of.reduce((total, { kernel }) => total + kernel.milliseconds, 0);
  const counted = rows.reduce((total, { flops }) => total + flops, 0);
  const outside = all.timedMilliseconds - sum(rows);
  const rate = (flops: number, milliseconds: number | undefined, peak: number) => {
    if (flops === 0 || milliseconds === undefined) return ['', ''];
    const reached = flops / milliseconds / 1e6;
    return [reached.toFixed(1), percent(reached / peak)];
  };
  const lines = shown.map(({ kernel, flops, share, alone }) => [
    kernel.kernel,
    shapesOf(kernel),
    String(kernel.calls),
    flops === 0 ? '' : (flops / 1e6).toFixed(1),
    alone?.milliseconds.toFixed(2) ?? '',
    ...rate(flops, alone?.milliseconds, peaks.one),
    kernel.milliseconds.toFixed(2),
    ...rate(flops, kernel.milliseconds, peaks.all),
    percent(share),
  ]);
  const rest = (name: string, milliseconds: number) => [
    name,
    '',
    '',
    '',
    '',
    '',
    '',
    milliseconds.toFixed(2),
    '',
    '',
    percent(milliseconds / all.timedMilliseconds),
  ];
  const whole = [
    'whole step',
    '',
    '',
    (counted / 1e6).toFixed(1),
    one.timedMilliseconds.toFixed(2),
    ...rate(counted, one.timedMilliseconds, peaks.one),
    all.timedMilliseconds.toFixed(2),
    ...rate(counted, all.timedMilliseconds, peaks.all),
    percent(1),
  ];
  const speed = (roofline: Roofline) => ((1000 * batch) / roofline.stepMilliseconds).toFixed(0);
  return [
    '',
    `## ${title}, batch ${batch}`,
    '',
    `${speed(one)} images/s with one thread, ${speed(all)} with all.`,
    '',
    ...markdownTable([
      [
        'kernel',
        'shapes',
        'calls',
        'MFLOP',
        'ms, 1 thread',
        'GFLOP/s',
        'of peak',
        'ms, all',
        'GFLOP/s',
        'of peak',
        'of step',
      ],
      ...lines,
      rest(`${others.length} others`, sum(others)),
      rest('outside of kernels', outside),
      whole,
    ]),
  ];
}

function keyOf({ kernel, inputs, outputs }: KernelTime): string {
  return JSON.stringify([kernel, inputs, outputs]);
}

function shapesOf({ inputs, outputs }: KernelTime): string {
  const text = (shapes: readonly (readonly number[])[]) =>
    shapes.map((shape) => (shape.length === 0 ? 'scalar' : shape.join('x'))).join(', ');
  return `${text(inputs)} -> ${text(outputs)}`;
}

/** Of one call: those kernels whose time should be arithmetic; 0 for those that only move numbers. */
function flopsOf({ kernel, inputs, outputs }: KernelTime): number {
  const size = (shape: readonly number[] | undefined) => (shape ?? []).reduce((a, b) => a * b, 1);
  const [first, second] = inputs;
  switch (kernel) {
    case 'Conv2D':
    case 'FusedConv2D':
      // Every output is a sum over a filter without its last axis.
      return 2 * size(outputs[0]) * size(second?.slice(0, 3));
    case 'Conv2DBackpropFilter':
      return 2 * size(second) * size(outputs[0]?.slice(0, 3));
    case 'Conv2DBackpropInput':
      return 2 * size(first) * size(second?.slice(0, 3));
    case 'BatchMatMul':
    case '_FusedMatMul': {
      const [rows, columns] = outputs[0]!.slice(-2) as [number, number];
      const batch = size(outputs[0]) / (rows * columns);
      return 2 * size(first) * columns * (batch / Math.max(1, size(first!.slice(0, -2))));
    }
    default:
      return 0;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const [heading, ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return [heading!, `|${' --- |'.repeat(rows[0]!.length)}`, ...body];
}

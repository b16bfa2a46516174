/** How contractions are cut into workgroups and threads, by what the device is and allows. */
import { isSoftwareGpu } from '../../domain/index.ts';
import { rowCount, type Contraction } from './contraction.ts';

/** How a contraction is laid out. */
export interface Plan {
  /** With tiles of both operands in workgroup memory, or straight from the arrays. */
  readonly tiled: boolean;
  /** Of one thread. */
  readonly rows: number;
  readonly columns: number;
  /** Of a workgroup, along columns and rows. */
  readonly threads: readonly [number, number];
  readonly splits: number;
}

/** With fewer, a GPU has idle processors. */
export const enoughThreads = 16_384;
/** An emulated one has none, but the layouts should stay those of a GPU. */
const enoughEmulatedThreads = 4096;
/** A part of the depth below this is not worth a pass of its own. */
const leastDepth = 32;

export function planContraction(
  contraction: Contraction,
  device: Pick<GPUDevice, 'limits' | 'adapterInfo'>,
): Plan {
  return readsDirectly(device) ? planDirect(contraction) : planTiled(contraction, device.limits);
}

/** Emulated GPUs pay dearly for barriers, and for loads that are not in a row across four threads. */
export function readsDirectly({ adapterInfo }: Pick<GPUDevice, 'adapterInfo'>): boolean {
  const { vendor, architecture, description } = adapterInfo;
  return isSoftwareGpu(`${vendor} ${architecture} ${description}`);
}

/** The block with the fewest loads for each product, with partial blocks counted as whole. */
function planDirect(contraction: Contraction): Plan {
  const across = 4;
  const rows = rowCount(contraction);
  const threadsOf = (height: number, width: number) =>
    Math.ceil(rows / height) * Math.ceil(contraction.columns.size / (across * width)) * across;
  let best = { rows: 4, columns: 1, cost: Infinity };
  for (const height of [4, 8]) {
    for (const width of [1, 2, 3, 4, 6, 8]) {
      const threads = threadsOf(height, width) * contraction.parts;
      const idle = Math.max(1, enoughEmulatedThreads / threads / contraction.turns);
      const cost = threads * (height * width + 3 * (height + width)) * idle;
      if (cost < best.cost) best = { rows: height, columns: width, cost };
    }
  }
  return {
    tiled: false,
    rows: best.rows,
    columns: best.columns,
    threads: [across, rowsOfThreads(rows, best.rows)],
    splits: splitsFor(contraction, threadsOf(best.rows, best.columns), enoughEmulatedThreads),
  };
}

/** Blocks of 4 or 8 rows x 4 columns; workgroups as wide as the columns need and as the device allows. */
function planTiled(
  contraction: Contraction,
  limits: Pick<GPUSupportedLimits, 'maxComputeInvocationsPerWorkgroup'>,
): Plan {
  const columns = 4;
  const wanted = contraction.columns.size <= 16 ? 4 : contraction.columns.size <= 32 ? 8 : 16;
  const down = rowsOfThreads(rowCount(contraction), 4);
  const across = Math.min(wanted, limits.maxComputeInvocationsPerWorkgroup / down);
  const threadsOf = (height: number) =>
    Math.ceil(rowCount(contraction) / (height * down)) *
    down *
    Math.ceil(contraction.columns.size / (across * columns)) *
    across;
  const rows = threadsOf(8) * contraction.parts >= 4 * enoughThreads ? 8 : 4;
  return {
    tiled: true,
    rows,
    columns,
    threads: [across, down],
    splits: splitsFor(contraction, threadsOf(rows), enoughThreads),
  };
}

/** How many threads stand along the rows of a workgroup: no more than twice what is needed. */
function rowsOfThreads(rows: number, height: number): number {
  return Math.min(16, 2 ** Math.ceil(Math.log2(Math.ceil(rows / height))));
}

function splitsFor({ turns, innerSize, parts }: Contraction, threads: number, enough: number): number {
  const most = Math.max(1, Math.min(turns, Math.floor((turns * innerSize) / leastDepth)));
  const wanted = Math.min(most, Math.ceil(enough / (threads * parts)));
  // None may be empty, as the last one would be with 5 turns in 4 splits of 2.
  return Math.ceil(turns / Math.floor(turns / wanted));
}

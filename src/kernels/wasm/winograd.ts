/** Convolutions of many channels with 3 x 3 filters and stride 1, and their gradients: see `winograd.part.as`. */
import { bitsOf, jobs, type Workshop } from './workshop.ts';

/** Images of `[height, width, channels]` at an address, and the filter's first place in them: at 0 or before. */
export interface TiledInput {
  readonly address: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly left: number;
}

/** Pixels that lie one after the other. */
export interface TiledOutput {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Where a filter's numbers lie; steps are in numbers. */
export interface Taps {
  readonly address: number;
  /** From tap to tap, down and across. */
  readonly stepDown: number;
  readonly stepAcross: number;
  /** From channel to channel of the input and of the output. */
  readonly stepIn: number;
  readonly stepOut: number;
}

/** With fewer channels, transforms take what the products save. */
const fewestChannels = 16;
/** Output pixels that tiles may have beyond the image, as a share of those within. */
const mostWaste = 0.5;
/** Of one thread's transformed tiles: they stay in its core's second cache. */
const goBytes = 1 << 18;
const fewestTiles = 24;
/** Tasks that each thread should get, so that none waits long for the last. */
const tasksPerThread = 6;
/** In shares of so many the sums of a filter gradient are made, however many threads there are; of large ones in fewer. */
const mostShares = 16;
const largestShares = 1 << 21;
const tileBytes = 6 * 8 * 4;

/** Whether a convolution with stride 1 is faster by tiles. */
export function suitsTiles(
  filter: readonly [number, number],
  input: TiledInput,
  output: Pick<TiledOutput, 'height' | 'width' | 'channels'>,
): boolean {
  const { height, width } = output;
  const [down, across] = tilesOf(output);
  return (
    filter[0] === 3 &&
    filter[1] === 3 &&
    input.channels % 4 === 0 &&
    output.channels % 8 === 0 &&
    Math.min(input.channels, output.channels) >= fewestChannels &&
    input.top <= 0 &&
    input.left <= 0 &&
    4 * down * across <= (1 + mostWaste) * height * width
  );
}

function tilesOf({ height, width }: { height: number; width: number }): [number, number] {
  return [Math.ceil(height / 2), Math.ceil(width / 2)];
}

/** The first words of a job. */
function wordsOf(input: TiledInput, output: Pick<TiledOutput, 'height' | 'width'>, goRows: number) {
  const { height, width, channels } = input;
  const [down, across] = tilesOf(output);
  return [
    ...[input.address, height * width * channels * 4, height, width, channels],
    ...[input.top, input.left, down, across, input.count * down, goRows],
  ];
}

/** Writes a convolution, plus `bias` (the address of a number a channel, or null) and at least 0 where it asks for that. */
export function convolveTiles(
  workshop: Workshop,
  input: TiledInput,
  taps: Taps,
  output: TiledOutput,
  bias: number | null,
  relu: boolean,
): void {
  const [down, across] = tilesOf(output);
  const rows = input.count * down;
  const columns = output.channels;
  const fair = Math.floor(rows / (tasksPerThread * workshop.threads));
  const fitting = Math.floor(goBytes / (16 * 4 * (input.channels + 8) * across));
  const goRows = Math.min(rows, Math.max(Math.ceil(fewestTiles / across), Math.min(fair, fitting)));
  const goTiles = Math.ceil((goRows * across) / 6) * 6;
  const stripBytes = stripSize(across, input.channels);
  const perThread = stripBytes + 16 * (partSize(goTiles, input.channels) + partSize(goTiles, 8));
  const zeroBytes = input.width * input.channels * 4;
  const filterBytes = 16 * input.channels * columns * 4;
  const [filter, zeros, biases, scratch] = workshop.reserve(
    filterBytes,
    zeroBytes,
    columns * 4,
    workshop.threads * perThread,
  ) as [number, number, number, number];
  workshop.floats(zeros, zeroBytes / 4).fill(0);
  const shifts = workshop.floats(biases, columns).fill(0);
  if (bias !== null) shifts.set(workshop.floats(bias, columns));

  const { address, stepDown, stepAcross, stepIn, stepOut } = taps;
  const steps = [address, stepDown, stepAcross, 0, input.channels, stepIn, stepOut];
  const bytes = steps.map((step, i) => (i === 0 || i === 4 ? step : step * 4));
  workshop.run(jobs.transformFilter, columns / 8, [...[...bytes, ...Array<number>(9).fill(0)], filter]);
  workshop.run(jobs.winograd, Math.ceil(rows / goRows), [
    ...wordsOf(input, output, goRows),
    ...[scratch, perThread, zeros, filter, columns],
    ...[output.address, output.height * output.width * columns * 4, output.height, output.width],
    ...[biases, bitsOf(relu ? 0 : -Infinity)],
  ]);
}

/** Writes the gradient of a filter `[3, 3, input channels, output channels]`; `output` is that of the pixels. */
export function filterGradientOfTiles(
  workshop: Workshop,
  input: TiledInput,
  output: TiledOutput,
  result: number,
): void {
  const [down, across] = tilesOf(output);
  const rows = input.count * down;
  const widest = Math.max(input.channels, output.channels);
  const tiles = Math.ceil(input.channels / 6) * (output.channels / 8);
  const shareBytes = 16 * tiles * tileBytes;
  const shares = Math.min(rows, shareBytes * mostShares > largestShares ? mostShares / 2 : mostShares);
  const fitting = Math.floor((2 * goBytes) / (16 * 4 * (input.channels + output.channels) * across));
  const goRows = Math.max(
    1,
    Math.min(Math.ceil(rows / shares), Math.max(Math.ceil(fewestTiles / across), fitting)),
  );
  const goTiles = goRows * across;
  const perThread =
    stripSize(across, widest) +
    16 * (partSize(goTiles, input.channels) + partSize(goTiles, output.channels)) +
    64;
  const zeroBytes = Math.max(input.width * input.channels, output.width * output.channels) * 4;
  const [zeros, sums, scratch] = workshop.reserve(
    zeroBytes,
    shares * shareBytes,
    workshop.threads * perThread,
  ) as [number, number, number];
  workshop.floats(zeros, zeroBytes / 4).fill(0);
  workshop.run(jobs.winogradFilterGradient, shares, [
    ...wordsOf(input, output, goRows),
    ...[scratch, perThread, zeros, output.address, output.channels, sums, shareBytes],
    ...[output.height, output.width],
  ]);
  workshop.run(jobs.sumWinogradShares, tiles, [
    ...[sums, shareBytes, shares, 0, input.channels, ...Array<number>(10).fill(0)],
    ...[output.channels, result],
  ]);
}

/** As `partBytes` in `winograd.part.as`. */
function partSize(tiles: number, channels: number): number {
  return tiles * channels * 4 + 64;
}

/** Four rows, as wide as all tiles of a row with what they read beyond. */
function stripSize(across: number, channels: number): number {
  return 4 * (2 * across + 2) * channels * 4;
}

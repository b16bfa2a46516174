/**
 * Resampling in vectors: the loops of `resample.as` and where in their memory everything lies. Gives the same bytes as
 * `resample-plain.ts`, which stays for browsers without vectors in WebAssembly, several times as fast.
 */
import type { Pixels } from '../../domain/index.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Region, Resampler } from '../resample-plain.ts';
import { code } from './resample-code.ts';

/** What `resample.as` exports; addresses and steps are in bytes. */
interface Loops {
  readonly memory: WebAssembly.Memory;
  splitChannels(source: number, pixels: number, target: number, planeStep: number): void;
  resampleRows(
    source: number,
    sourceStep: number,
    rows: number,
    table: number,
    outputs: number,
    taps: number,
    target: number,
    targetStep: number,
    channels: number,
  ): void;
  resampleColumns(
    source: number,
    step: number,
    table: number,
    outputs: number,
    taps: number,
    target: number,
  ): void;
}

/** Bytes of an image that go through the row loop at a time: they fit a core's own cache. */
const bandBytes = 1 << 17;
const pageBytes = 1 << 16;
/** What the loops may read or write beyond the end of a block. */
const slack = 64;

/** Null where the browser has no vectors in WebAssembly. */
export function simdResampler(): Resampler | null {
  const bytes = Uint8Array.from(atob(code), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const loops = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Loops;
  return (pixels, region, across, down) => resampleWith(loops, pixels, region, across, down);
}

function resampleWith(
  loops: Loops,
  pixels: Pixels,
  region: Region,
  across: Coefficients,
  down: Coefficients,
): Uint8Array {
  const { channels, data } = pixels;
  const acrossTable = packed(across);
  const downTable = packed(down);
  const rowLength = across.starts.length * channels;
  const height = down.starts.length;
  const sourceStep = pixels.width * channels;
  const bandRows = roundUp(Math.min(region.height, Math.ceil(bandBytes / sourceStep)), 4);
  const step = roundUp(rowLength, 16);

  const lay = layout();
  const atAcross = lay(acrossTable.bytes.length);
  const atDown = lay(downTable.bytes.length);
  const atBand = lay(bandRows * sourceStep);
  const planeStep = roundUp(bandRows * pixels.width, 16);
  const atPlanes = channels === 1 ? atBand : lay(3 * planeStep);
  // Rows go four at a time and the last band may not come out even; columns look one row too far.
  const atBetween = lay((region.height + 4) * step);
  const atTarget = lay(height * step);
  const memory = grown(loops.memory, lay(0));

  memory.set(acrossTable.bytes, atAcross);
  memory.set(downTable.bytes, atDown);
  for (let row = 0; row < region.height; row += bandRows) {
    const rows = Math.min(bandRows, region.height - row);
    const start = (region.top + row) * sourceStep;
    memory.set(data.subarray(start, start + rows * sourceStep), atBand);
    if (channels === 3) loops.splitChannels(atBand, rows * pixels.width, atPlanes, planeStep);
    for (let channel = 0; channel < channels; channel++) {
      loops.resampleRows(
        atPlanes + channel * planeStep + region.left,
        pixels.width,
        rows,
        atAcross,
        across.starts.length,
        acrossTable.taps,
        atBetween + row * step + channel,
        step,
        channels,
      );
    }
  }
  loops.resampleColumns(atBetween, step, atDown, height, downTable.taps, atTarget);
  return withoutPadding(memory.subarray(atTarget, atTarget + height * step), step, rowLength);
}

/** Hands out blocks of memory one after the other, each on a 16-byte boundary. */
function layout(): (bytes: number) => number {
  let free = 0;
  return (bytes) => {
    const at = free;
    free = roundUp(free + bytes + slack, 16);
    return at;
  };
}

/** The memory as bytes, large enough. It never shrinks: the next image is likely to need as much. */
function grown(memory: WebAssembly.Memory, bytes: number): Uint8Array {
  const missing = bytes + slack - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  return new Uint8Array(memory.buffer);
}

function withoutPadding(rows: Uint8Array, step: number, rowLength: number): Uint8Array {
  if (step === rowLength) return rows.slice();
  const height = rows.length / step;
  const tight = new Uint8Array(height * rowLength);
  for (let row = 0; row < height; row++) {
    tight.set(rows.subarray(row * step, row * step + rowLength), row * rowLength);
  }
  return tight;
}

interface PackedTable {
  readonly taps: number;
  readonly bytes: Uint8Array;
}
const packedTables = new WeakMap<Coefficients, PackedTable>();

/** The table as `resample.as` reads it, with each weight as high * 2^15 + low, low being a signed 15-bit number. */
function packed(table: Coefficients): PackedTable {
  const known = packedTables.get(table);
  if (known) return known;
  const { starts, counts, weights } = table;
  const outputs = starts.length;
  const taps = roundUp(table.taps, 8);
  const bytes = new Uint8Array(outputs * (8 + 4 * taps));
  new Int32Array(bytes.buffer, 0, outputs).set(starts);
  new Int32Array(bytes.buffer, outputs * 4, outputs).set(counts);
  const low = new Int16Array(bytes.buffer, outputs * 8, outputs * taps);
  const high = new Int16Array(bytes.buffer, outputs * (8 + 2 * taps), outputs * taps);
  for (let output = 0; output < outputs; output++) {
    for (let tap = 0; tap < counts[output]!; tap++) {
      const weight = weights[output * table.taps + tap]!;
      const at = output * taps + tap;
      high[at] = (weight + (1 << 14)) >> 15;
      low[at] = weight - (high[at] << 15);
    }
  }
  const made = { taps, bytes };
  packedTables.set(table, made);
  return made;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

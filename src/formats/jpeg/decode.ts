/**
 * From a plan to interleaved samples: at full size as libjpeg-turbo gives them, reduced by the scaled DCT. A file with one scan is
 * decoded in rows of units straight to samples, of which two rows of units are kept; files with several scans, progressive ones
 * above all, need their coefficients first. The result leaves row by row.
 */
import { appError } from '../../domain/index.ts';
import { limitPixels } from '../image-format.ts';
import { takeBytes } from '../spare-memory.ts';
import { type BlockSize, type Geometry, geometryOf } from './geometry.ts';
import type { JpegPlan } from './markers.ts';
import { type ColourConversion, rowSpace, rowWriter } from './rows.ts';
import { ScanSpace } from './scan-space.ts';
import { collectScans, prepareScan, type Ring } from './scans.ts';
import { type JpegLoops, jpegLoops, Layout, releaseLoops } from './simd/jpeg-simd.ts';

export interface JpegSamples {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** 8, or 12 with `Uint16Array`. */
  readonly bits: number;
  /** `[height, width, components]` */
  readonly data: Uint8Array | Uint16Array;
}

/** Scans over the whole image beyond which a file is an attack: progressive files have about ten. */
const limitScans = 64;

/** @throws AppError `damaged-image`, `unsupported-image`, `image-too-large`. */
export function decodePlan(
  bytes: Uint8Array,
  plan: JpegPlan,
  conversion: ColourConversion,
  blockSize: BlockSize,
  path: string,
): JpegSamples {
  const { frame, scans } = plan;
  const geometry = geometryOf(frame, frame.precision === 8 ? blockSize : 8);
  const unsupported = (detail: string) =>
    appError('unsupported-image', path, { format: 'JPEG', detail });
  if (geometry === null) throw unsupported('sampling factors that are no multiples of one another');
  // A block takes at least one bit. A file with fewer is mostly made up by its decoder.
  const blocks = geometry.planes.reduce((sum, plane) => sum + plane.ownAcross * plane.ownDown, 0);
  if (blocks > bytes.length * 8)
    throw appError('damaged-image', path, {
      format: 'JPEG',
      detail: `${blocks} blocks in ${bytes.length} bytes`,
    });
  const visits = scans.reduce((sum, scan) => sum + scan.components.length, 0);
  if (visits > limitScans * frame.components.length) throw unsupported(`${scans.length} scans`);
  const loops = jpegLoops();
  if (loops === null) throw unsupported('WebAssembly here has no vectors');
  try {
    return decodeWith(loops, bytes, plan, geometry, conversion, path);
  } catch (error) {
    if (error instanceof RangeError)
      throw appError(
        'image-too-large',
        path,
        { width: frame.width, height: frame.height, limitPixels },
        error,
      );
    throw error;
  } finally {
    releaseLoops(loops);
  }
}

function decodeWith(
  loops: JpegLoops,
  bytes: Uint8Array,
  plan: JpegPlan,
  geometry: Geometry,
  conversion: ColourConversion,
  path: string,
): JpegSamples {
  const { frame, scans } = plan;
  const { width, height, planes, unitRows, heldRows } = geometry;
  const components = planes.length;
  const sampleBytes = frame.precision === 8 ? 1 : 2;
  const rowBytes = width * components * sampleBytes;
  const isStreamed = frame.process !== 0xc2 && scans[0]!.components.length === components;
  const usedScans = isStreamed ? scans.slice(0, 1) : scans;

  const layout = new Layout();
  const longestScan = usedScans.reduce((longest, { start, end }) => Math.max(longest, end - start), 0);
  const space = new ScanSpace(layout, longestScan, geometry);
  const rings = planes.map((plane) => {
    const stride = (plane.blocksAcross * plane.blockSize * sampleBytes + 15) & ~15;
    const rows = 2 * plane.down * plane.blockSize;
    return { at: layout.take(stride * rows), stride, rows };
  });
  const coefficientBytes = planes.map((plane) =>
    isStreamed ? 0 : plane.blocksAcross * plane.blocksDown * 128,
  );
  const coefficients = coefficientBytes.map((size) => layout.take(size));
  const workRows = rowSpace(layout, geometry, sampleBytes);
  const out = layout.take((unitRows + heldRows) * rowBytes);
  const memory = layout.apply(loops.memory);
  for (const [i, at] of coefficients.entries()) memory.fill(0, at, at + coefficientBytes[i]!);
  space.write(memory, geometry, plan.quantisers);
  const targets = { loops, bytes, memory, space, geometry, rings, coefficients, sampleBytes, path };
  const nextUnits = isStreamed
    ? prepareScan(targets, scans[0]!)
    : collectScans(targets, frame.process, usedScans);
  const writeRow = rowWriter(loops, geometry, rings, workRows, conversion, sampleBytes);

  const length = height * rowBytes;
  const data = sampleBytes === 1 ? takeBytes(length) : new Uint8Array(length);
  let written = 0;
  for (let unit = 0; unit < geometry.unitsDown; unit++) {
    nextUnits(unit);
    const isLast = unit + 1 === geometry.unitsDown;
    const ready = isLast ? height : (unit + 1) * unitRows - heldRows;
    if (components === 1) copyRows(memory, rings[0]!, written, ready, rowBytes, data);
    else {
      for (let row = written; row < ready; row++) writeRow(row, out + (row - written) * rowBytes);
      data.set(memory.subarray(out, out + (ready - written) * rowBytes), written * rowBytes);
    }
    written = ready;
  }
  return {
    width,
    height,
    components,
    bits: frame.precision,
    data: sampleBytes === 1 ? data : new Uint16Array(data.buffer),
  };
}

/** Rows `[first, end)` of a single component, all from one row of units. */
function copyRows(
  memory: Uint8Array,
  { at, stride, rows }: Ring,
  first: number,
  end: number,
  rowBytes: number,
  data: Uint8Array,
): void {
  const start = at + (first % rows) * stride;
  if (stride === rowBytes) {
    data.set(memory.subarray(start, start + (end - first) * stride), first * rowBytes);
    return;
  }
  for (let row = 0; row < end - first; row++) {
    const from = start + row * stride;
    data.set(memory.subarray(from, from + rowBytes), (first + row) * rowBytes);
  }
}

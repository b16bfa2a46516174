/**
 * From a plan to interleaved samples, as libjpeg-turbo gives them. A file with one scan is decoded in rows of units straight to
 * samples, of which two rows of units are kept; files with several scans, progressive ones above all, need their coefficients
 * first. The result leaves row by row.
 */
import { appError } from '../../domain/index.ts';
import { limitPixels } from '../image-format.ts';
import { type ColourConversion, writeRow } from './rows.ts';
import { type BlockSize, type Geometry, geometryOf } from './geometry.ts';
import { tableBytes } from './huffman.ts';
import type { JpegPlan } from './markers.ts';
import { collectScans, prepareScan, ScanSpace } from './scans.ts';
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
const limitScans = 200;

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
  const isStreamed = frame.process !== 0xc2 && scans[0]!.components.length === components;
  const usedScans = isStreamed ? scans.slice(0, 1) : scans;

  const layout = new Layout();
  const space = new ScanSpace(
    layout,
    Math.max(...usedScans.map((scan) => scan.end - scan.start)),
    tableBytes,
  );
  const rings = planes.map((plane) => {
    const stride = (plane.blocksAcross * plane.blockSize * sampleBytes + 15) & ~15;
    const rows = 2 * plane.down * plane.blockSize;
    return { at: layout.take(stride * rows), stride, rows };
  });
  const coefficients = planes.map((plane) =>
    isStreamed ? 0 : layout.take(plane.blocksAcross * plane.blocksDown * 128),
  );
  // Repeated samples fill whole units, and the loops a little more.
  const rowBytes = width * components * sampleBytes;
  const wide = planes.map((plane) =>
    layout.take((plane.width * plane.upsampling.across + 64) * sampleBytes),
  );
  const sums = layout.take(2 * (width + 128)) + 32;
  const out = layout.take((unitRows + heldRows) * rowBytes);
  const memory = layout.apply(loops.memory);
  if (!isStreamed) {
    memory.fill(
      0,
      coefficients[0],
      coefficients.at(-1)! + planes.at(-1)!.blocksAcross * planes.at(-1)!.blocksDown * 128,
    );
  }
  space.write(memory, plan.quantisers);
  const targets = { loops, bytes, memory, space, geometry, rings, coefficients, sampleBytes, path };
  const nextUnits = isStreamed
    ? prepareScan(targets, scans[0]!)
    : collectScans(targets, frame.process, usedScans);

  const data = new Uint8Array(height * rowBytes);
  let written = 0;
  for (let unit = 0; unit < geometry.unitsDown; unit++) {
    nextUnits(unit);
    const isLast = unit + 1 === geometry.unitsDown;
    const ready = isLast ? height : (unit + 1) * unitRows - heldRows;
    const first = written;
    if (components === 1) {
      const ring = rings[0]!;
      for (; written < ready; written++) {
        const from = ring.at + (written % ring.rows) * ring.stride;
        data.set(memory.subarray(from, from + rowBytes), written * rowBytes);
      }
      continue;
    }
    for (; written < ready; written++)
      writeRow(
        loops,
        planes,
        rings,
        wide,
        sums,
        written,
        width,
        conversion,
        out + (written - first) * rowBytes,
        sampleBytes,
      );
    data.set(memory.subarray(out, out + (ready - first) * rowBytes), first * rowBytes);
  }
  return {
    width,
    height,
    components,
    bits: frame.precision,
    data: sampleBytes === 1 ? data : new Uint16Array(data.buffer),
  };
}

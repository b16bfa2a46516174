/** Runs the entropy decoder over the scans of a file: to samples where there is one scan, to coefficients where there are more. */
import { appError } from '../../domain/index.ts';
import type { Geometry } from './geometry.ts';
import { type EntryKind, writeHuffmanTable } from './huffman.ts';
import type { HuffmanTable, JpegScan } from './markers.ts';
import { blockBytes, lastOf, limitParts, partWords, type ScanSpace } from './scan-space.ts';
import { type JpegLoops, scanKinds } from './simd/jpeg-simd.ts';

/** Rows of a component in a ring: row r is at `at + (r % rows) * stride`. */
export interface Ring {
  readonly at: number;
  readonly stride: number;
  readonly rows: number;
}

interface Targets {
  readonly loops: JpegLoops;
  readonly bytes: Uint8Array;
  readonly memory: Uint8Array;
  readonly space: ScanSpace;
  readonly geometry: Geometry;
  readonly rings: readonly Ring[];
  readonly coefficients: readonly number[];
  readonly sampleBytes: number;
  readonly path: string;
}

/** Decodes the next row of units. */
type NextUnits = (unit: number) => void;

/** Addresses of the tables of each component of a scan; 0 where there is none. */
function writeTables(
  { memory, space, path }: Targets,
  scan: JpegScan,
  isProgressive: boolean,
): { dc: number; ac: number }[] {
  const places = new Map<HuffmanTable, number>();
  const write = (table: HuffmanTable | null, kind: EntryKind): number => {
    if (table === null) return 0;
    const known = places.get(table);
    if (known !== undefined) return known;
    const at = space.table(places.size);
    if (!writeHuffmanTable(table, isProgressive ? 'symbols' : kind, memory.buffer as ArrayBuffer, at))
      throw appError('damaged-image', path, { format: 'JPEG', detail: 'a Huffman table' });
    places.set(table, at);
    return at;
  };
  return scan.components.map(({ dc, ac }) => ({
    dc: scan.first === 0 ? write(dc, 'differences') : 0,
    ac: scan.last > 0 ? write(ac, 'coefficients') : 0,
  }));
}

/** Address of the table of skips for each AC table of components whose blocks are reduced. */
function writeSkips(
  { loops, space, geometry }: Targets,
  scan: JpegScan,
  tables: readonly { ac: number }[],
): ReadonlyMap<number, number> {
  const reduced = tables.filter((_, i) => geometry.planes[scan.components[i]!.index]!.blockSize < 8);
  const places = [...new Set(reduced.map(({ ac }) => ac))];
  for (const [place, ac] of places.entries()) loops.writeSkips(ac, space.skips(place));
  return new Map(places.map((ac, place) => [ac, space.skips(place)]));
}

function startScan({ loops, bytes, memory, space }: Targets, scan: JpegScan, order: number): void {
  memory.set(bytes.subarray(scan.start, scan.end), space.source);
  loops.startScan(
    space.source,
    space.source + scan.end - scan.start,
    space.interval,
    order,
    space.predictors,
    scan.restartEvery,
    scan.first,
    scan.last,
    scan.low,
  );
}

/** Gets ready to decode the only scan, row of units by row of units, into the rings. */
export function prepareScan(targets: Targets, scan: JpegScan): NextUnits {
  const { loops, memory, space, geometry, rings, sampleBytes } = targets;
  const tables = writeTables(targets, scan, false);
  const skips = writeSkips(targets, scan, tables);
  startScan(targets, scan, space.order(8));
  const words = new Uint32Array(memory.buffer, space.parts, limitParts * partWords);
  return (unit) => {
    let part = 0;
    for (const [i, { index }] of scan.components.entries()) {
      const { across, down, blockSize } = geometry.planes[index]!;
      const ring = rings[index]!;
      for (let y = 0; y < down; y++)
        for (let x = 0; x < across; x++) {
          const row = ((unit * down + y) * blockSize) % ring.rows;
          words.set(
            [
              tables[i]!.dc,
              tables[i]!.ac,
              space.quantisers(index),
              ring.at + row * ring.stride + x * blockSize * sampleBytes,
              across * blockSize * sampleBytes,
              ring.stride,
              i,
              sampleBytes === 1 ? blockSize : 12,
              space.order(blockSize),
              skips.get(tables[i]!.ac) ?? 0,
            ],
            partWords * part++,
          );
        }
    }
    loops.decodeRow(
      geometry.unitsAcross,
      space.parts,
      space.parts + 4 * partWords * part,
      space.scratch,
    );
  };
}

/** Decodes all scans to coefficients. The function that it gives makes samples of them. */
export function collectScans(targets: Targets, process: number, scans: readonly JpegScan[]): NextUnits {
  for (const scan of neededScans(targets, scans)) collectScan(targets, scan, process === 0xc2);
  const { loops, space, geometry, rings, coefficients, sampleBytes } = targets;
  return (unit) => {
    for (const [index, { down, blockSize, blocksAcross }] of geometry.planes.entries()) {
      const ring = rings[index]!;
      for (let y = 0; y < down; y++) {
        const row = unit * down + y;
        loops.transformRow(
          blocksAcross,
          coefficients[index]! + row * blocksAcross * blockBytes,
          space.quantisers(index),
          ring.at + ((row * blockSize) % ring.rows) * ring.stride,
          blockSize * sampleBytes,
          ring.stride,
          sampleBytes === 1 ? blockSize : 12,
          space.order(blockSize),
          space.scratch,
        );
      }
    }
  };
}

/**
 * Those that a reduced size needs. A scan that refines goes by what is known of its whole band, so that it needs all that was
 * there before.
 */
function neededScans({ geometry }: Targets, scans: readonly JpegScan[]): readonly JpegScan[] {
  const reach = geometry.planes.map(({ blockSize }) => lastOf[blockSize]);
  const needed = scans.toReversed().filter(({ components, first, last, high }) => {
    const isNeeded = components.some(({ index }) => first <= reach[index]!);
    if (isNeeded && high > 0)
      for (const { index } of components) reach[index] = Math.max(reach[index]!, last);
    return isNeeded;
  });
  return needed.reverse();
}

function collectScan(targets: Targets, scan: JpegScan, isProgressive: boolean): void {
  const { loops, memory, space, geometry, coefficients } = targets;
  const tables = writeTables(targets, scan, isProgressive);
  startScan(targets, scan, space.coded);
  const words = new Uint32Array(memory.buffer, space.parts, limitParts * partWords);
  // A scan of one component goes over its blocks, one of several over units with all their padding.
  const only = scan.components.length === 1 ? geometry.planes[scan.components[0]!.index]! : null;
  const rows = only?.ownDown ?? geometry.unitsDown;
  const kind = kindOf(scan, isProgressive);
  for (let unit = 0; unit < rows; unit++) {
    let part = 0;
    for (const [i, { index }] of scan.components.entries()) {
      const { across, down, blocksAcross } = geometry.planes[index]!;
      const [unitAcross, unitDown] = only === null ? [across, down] : [1, 1];
      for (let y = 0; y < unitDown; y++)
        for (let x = 0; x < unitAcross; x++) {
          const block = (unit * unitDown + y) * blocksAcross + x;
          words.set(
            [
              tables[i]!.dc,
              tables[i]!.ac,
              0,
              coefficients[index]! + block * blockBytes,
              unitAcross * blockBytes,
              0,
              i,
              0,
            ],
            partWords * part++,
          );
        }
    }
    loops.collectRow(
      only?.ownAcross ?? geometry.unitsAcross,
      space.parts,
      space.parts + 4 * partWords * part,
      kind,
    );
  }
}

function kindOf({ first, high }: JpegScan, isProgressive: boolean): number {
  if (!isProgressive) return scanKinds.sequential;
  if (first === 0) return high === 0 ? scanKinds.dcFirst : scanKinds.dcRefinement;
  return high === 0 ? scanKinds.acFirst : scanKinds.acRefinement;
}

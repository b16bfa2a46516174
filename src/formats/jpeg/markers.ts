/**
 * The segments of a JPEG file (ITU-T T.81, annex B), read into a plan for the decoder: the frame, and each scan with the tables
 * that are in force where it begins. Leaves the coded data alone.
 */
import { appError } from '../../domain/index.ts';
import { hasBytes } from '../image-format.ts';
import { defaultHuffmanTables } from './default-huffman.ts';
import { exifOrientation } from './exif.ts';
import { type JpegComponent, type JpegFrame, readFrame, type Segment } from './frame.ts';
import { nextMarker, scanEnd } from './next-marker.ts';

/** Codes of 1 to 16 bits: how many of each length, and their symbols in rising order of code. */
export interface HuffmanTable {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

export interface JpegScan {
  readonly components: readonly {
    /** Place in the frame. */
    readonly index: number;
    readonly dc: HuffmanTable | null;
    readonly ac: HuffmanTable | null;
  }[];
  /** The coefficients k that it holds, both included, and its bit planes (T.81 G.1.1.1). */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  /** Units (MCUs) from one restart marker to the next, or 0. */
  readonly restartEvery: number;
  /** `[start, end)` of its coded bytes, restart markers included. */
  readonly start: number;
  readonly end: number;
}

export interface JpegPlan {
  readonly frame: JpegFrame;
  readonly scans: readonly JpegScan[];
  /** Of each component, 64 values in zigzag order; null where no scan has the component. */
  readonly quantisers: readonly (Uint16Array | null)[];
  readonly isJfif: boolean;
  /** Of Adobe's APP14 segment: 0 none, 1 YCbCr, 2 YCCK; null where there is no such segment. */
  readonly adobeTransform: number | null;
  /** 1 to 8, as EXIF counts. */
  readonly orientation: number;
}

const huffmanTables = 0xc4;
const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const quantisationTables = 0xdb;
const restartInterval = 0xdd;
const app0 = 0xe0;
const app1 = 0xe1;
const app14 = 0xee;
const comment = 0xfe;
/** Markers in the row of the frame headers that aren't any: DHT, JPG, DAC. */
const notFrames = new Set([0xc4, 0xc8, 0xcc]);

/** @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`. */
export function readPlan(bytes: Uint8Array, path: string): JpegPlan {
  const damaged = (detail: string) => appError('damaged-image', path, { format: 'JPEG', detail });
  const truncated = () => appError('truncated-image', path, { format: 'JPEG', bytes: bytes.length });
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) throw damaged('no start of image');

  const tables = new Map<number, HuffmanTable>();
  const quantisation: (Uint16Array | null)[] = [null, null, null, null];
  const quantisers: (Uint16Array | null)[] = [];
  const scans: JpegScan[] = [];
  let frame: JpegFrame | null = null;
  let restartEvery = 0;
  let isJfif = false;
  let adobeTransform: number | null = null;
  let orientation = 1;
  for (let at = 2; ;) {
    // Between segments there may be fill bytes, and decoders skip garbage to the next marker.
    at = nextMarker(bytes, at);
    if (at < 0) throw truncated();
    const marker = bytes[at + 1]!;
    at += 2;
    if (marker === endOfImage) break;
    if (marker === 0x01) continue;
    if (marker === startOfImage) throw damaged('a second start of image');
    if (at + 2 > bytes.length) throw truncated();
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    if (length < 2) throw damaged(`a segment of ${length} bytes`);
    if (at + length > bytes.length) throw truncated();
    const segment: Segment = { bytes: bytes.subarray(at + 2, at + length), path, damaged };
    at += length;

    if (marker === huffmanTables) readHuffmanTables(segment, tables);
    else if (marker === quantisationTables) readQuantisation(segment, quantisation);
    else if (marker === restartInterval) {
      if (segment.bytes.length !== 2) throw damaged('restart interval');
      restartEvery = (segment.bytes[0]! << 8) | segment.bytes[1]!;
    } else if (marker === startOfScan) {
      if (frame === null) throw damaged('a scan before the frame header');
      const { process, components } = frame;
      const found = process === 0xc2 ? tables : new Map([...defaultHuffmanTables, ...tables]);
      const header = readScan(segment, frame, found);
      for (const { index } of header.components)
        quantisers[index] ??= quantiserOf(components[index]!, quantisation, segment);
      const start = at;
      at = scanEnd(bytes, at);
      if (at < 0) throw truncated();
      scans.push({ ...header, restartEvery, start, end: at });
    } else if (isFrame(marker)) {
      if (frame !== null) throw damaged('two frame headers');
      frame = readFrame(segment, marker);
    } else if (marker === app0)
      isJfif ||= segment.bytes.length >= 14 && hasBytes(segment.bytes, 0, 'JFIF\0');
    else if (marker === app1) orientation = exifOrientation(segment.bytes) ?? orientation;
    else if (marker === app14 && segment.bytes.length >= 12 && hasBytes(segment.bytes, 0, 'Adobe'))
      adobeTransform = segment.bytes[11]!;
    else if (isReserved(marker)) throw damaged(`marker ff ${marker.toString(16).padStart(2, '0')}`);
  }
  if (frame === null) throw damaged('no frame header');
  if (scans.length === 0) throw damaged('no scan');
  const known = frame.components.map((_, index) => quantisers[index] ?? null);
  return { frame, scans, quantisers: known, isJfif, adobeTransform, orientation };
}

function isFrame(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker)) || marker === 0xf7;
}

/** Codes without a meaning: where one turns up, something is wrong with the bytes around it. */
function isReserved(marker: number): boolean {
  return marker < 0xc0 || marker === 0xc8 || (marker >= 0xf0 && marker !== comment);
}

function readHuffmanTables({ bytes, damaged }: Segment, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at < bytes.length;) {
    const slot = bytes[at]!;
    const counts = bytes.slice(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = bytes.slice(at + 17, at + 17 + total);
    if ((slot & 0xef) > 3 || counts.length < 16 || total > 256 || symbols.length < total)
      throw damaged('a Huffman table');
    tables.set(slot, { counts, symbols });
    at += 17 + total;
  }
}

function readQuantisation({ bytes, damaged }: Segment, tables: (Uint16Array | null)[]): void {
  for (let at = 0; at < bytes.length;) {
    const slot = bytes[at]! & 15;
    const wide = bytes[at]! >> 4 !== 0;
    const end = at + (wide ? 129 : 65);
    if (slot > 3 || end > bytes.length) throw damaged('a quantisation table');
    const from = at + 1;
    tables[slot] = Uint16Array.from({ length: 64 }, (_, k) =>
      wide ? (bytes[from + 2 * k]! << 8) | bytes[from + 2 * k + 1]! : bytes[from + k]!,
    );
    at = end;
  }
}

function quantiserOf(
  { quantiser }: JpegComponent,
  tables: readonly (Uint16Array | null)[],
  { damaged }: Segment,
): Uint16Array {
  const table = tables[quantiser] ?? null;
  if (table === null) throw damaged(`quantisation table ${quantiser} is missing`);
  return table;
}

function readScan(
  { bytes, damaged }: Segment,
  frame: JpegFrame,
  tables: ReadonlyMap<number, HuffmanTable>,
): Omit<JpegScan, 'start' | 'end' | 'restartEvery'> {
  const count = bytes[0] ?? 0;
  if (count < 1 || count > 4 || bytes.length !== 4 + 2 * count) throw damaged('a scan header');
  const tail = 1 + 2 * count;
  const components = Array.from({ length: count }, (_, i) => {
    const id = bytes[1 + 2 * i]!;
    const slots = bytes[2 + 2 * i]!;
    const index = frame.components.findIndex((component) => component.id === id);
    if (index < 0) throw damaged(`a scan of component ${id}, which is not there`);
    const dc = tables.get(slots >> 4) ?? null;
    const ac = tables.get((slots & 15) | 0x10) ?? null;
    return { index, dc, ac };
  });
  if (new Set(components.map(({ index }) => index)).size < count)
    throw damaged('a scan with one component twice');
  const blocks = components.reduce(
    (sum, { index }) => sum + frame.components[index]!.across * frame.components[index]!.down,
    0,
  );
  if (count > 1 && blocks > 10) throw damaged(`${blocks} blocks a unit`);
  const isProgressive = frame.process === 0xc2;
  const first = isProgressive ? bytes[tail]! : 0;
  const last = isProgressive ? bytes[tail + 1]! : 63;
  const high = isProgressive ? bytes[tail + 2]! >> 4 : 0;
  const low = isProgressive ? bytes[tail + 2]! & 15 : 0;
  const fits = first === 0 ? last === 0 || !isProgressive : last >= first && last <= 63 && count === 1;
  if (!fits || low > 13 || (high !== 0 && low !== high - 1))
    throw damaged(`a scan of ${first} to ${last}, bits ${high} to ${low}`);
  const needsDc = first === 0 && high === 0;
  const needsAc = last > 0;
  for (const { dc, ac } of components)
    if ((needsDc && dc === null) || (needsAc && ac === null))
      throw damaged('a Huffman table is missing');
  return { components, first, last, high, low };
}

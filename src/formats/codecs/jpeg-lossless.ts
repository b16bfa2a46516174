/**
 * JPEG lossless (ITU-T T.81, process 14): 2 to 16 bits, every predictor, point transform, restarts, one or several scans. Our own,
 * since the library there is leaves out point transforms and colour of more than 8 bits, and is not made for hostile files. Leaves
 * out: arithmetic coding, subsampled components, restarts within a row.
 */
import { appError } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';
import type { CodedImage } from './coded-image.ts';
import { HuffmanBits, type HuffmanTable, huffmanTable } from './huffman-bits.ts';
import { afterStart, frameOf, type JpegFrame, markers, nextSegment } from './jpeg-segments.ts';

const label = 'JPEG lossless';

/** @throws AppError `truncated-image`, `damaged-image`, `unsupported-image` or `image-too-large`. */
export function decodeJpegLossless(bytes: Uint8Array, path: string): CodedImage {
  const damaged = (detail: string) => appError('damaged-image', path, { format: label, detail });
  const truncated = () => appError('truncated-image', path, { format: label, bytes: bytes.length });
  const unsupported = (detail: string) => appError('unsupported-image', path, { format: label, detail });

  const tables = new Map<number, HuffmanTable>();
  let frame: JpegFrame | null = null;
  let image: CodedImage | null = null;
  let restartInterval = 0;
  let decodedComponents = 0;
  for (let at = afterStart(bytes, label, path); ;) {
    const segment = nextSegment(bytes, at, label, path);
    if (segment === null) throw damaged(`${decodedComponents} components`);
    const { marker, body } = segment;
    at = segment.end;
    if (marker === markers.huffmanTables && !readTables(body, tables)) throw damaged('Huffman table');
    if (marker === markers.restartInterval) restartInterval = (body[0] ?? 0) * 256 + (body[1] ?? 0);
    const found = frameOf(segment);
    if (found !== null) {
      if (image !== null) throw damaged('two frames');
      if (found.process !== markers.lossless)
        throw unsupported(`process ${(found.process - 0xc0).toString()}`);
      frame = checkedFrame(found);
      // A sample takes at least one bit.
      if (frame.width * frame.height * frame.components > bytes.length * 8) throw truncated();
      image = blank(frame);
    }
    if (marker !== markers.startOfScan) continue;
    if (frame === null || image === null) throw damaged('a scan before its frame');
    const scan = readScan(body, frame, tables);
    if (scan === null) throw damaged('scan header');
    if (restartInterval % frame.width !== 0) throw unsupported('restarts within a row');
    const bits = new HuffmanBits(bytes, at);
    const fault = decodeScan(bits, scan, image, restartInterval / frame.width);
    if (fault !== null) throw bits.at >= bytes.length ? truncated() : damaged(fault);
    bits.skipToMarker();
    at = bits.at;
    decodedComponents += scan.components.length;
    if (decodedComponents >= frame.components) return image;
  }

  function checkedFrame(found: JpegFrame): JpegFrame {
    const { width, height, components, precision, parts } = found;
    if (precision < 2 || precision > 16) throw damaged(`${precision} bits a sample`);
    if (width === 0 || height === 0) throw unsupported(`${width} x ${height} px`);
    checkSize(width, height, path);
    if (components > 1 && parts.some(({ sampling }) => sampling !== parts[0]!.sampling))
      throw unsupported('subsampled components');
    return found;
  }
}

function blank({ width, height, components, precision: bits }: JpegFrame): CodedImage {
  const samples = width * height * components;
  const data = bits > 8 ? new Uint16Array(samples) : new Uint8Array(samples);
  return { width, height, components, bits, signed: false, data };
}

/** DHT (B.2.4.2). False where it does not hold what it says. */
function readTables(body: Uint8Array, tables: Map<number, HuffmanTable>): boolean {
  for (let at = 0; at < body.length;) {
    const counts = body.subarray(at + 1, at + 17);
    const symbols = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length < 16 || at + 17 + symbols > body.length) return false;
    const table = huffmanTable(counts, body.subarray(at + 17, at + 17 + symbols));
    if (table === null) return false;
    tables.set(body[at]!, table);
    at += 17 + symbols;
  }
  return true;
}

interface Scan {
  readonly components: readonly { readonly index: number; readonly table: HuffmanTable }[];
  /** 1 to 7 (H.1.2.1). */
  readonly predictor: number;
  /** How far values are shifted up at the end. */
  readonly pointTransform: number;
}

/** SOS (B.2.3), or null where it fits neither frame nor tables. */
function readScan(
  body: Uint8Array,
  frame: JpegFrame,
  tables: ReadonlyMap<number, HuffmanTable>,
): Scan | null {
  const count = body[0] ?? 0;
  if (count === 0 || count > frame.components || body.length < 4 + 2 * count) return null;
  const components = [];
  for (let i = 0; i < count; i++) {
    const index = frame.parts.findIndex(({ id }) => id === body[1 + 2 * i]);
    const table = tables.get(body[2 + 2 * i]! >> 4);
    if (index < 0 || table === undefined) return null;
    components.push({ index, table });
  }
  const predictor = body[1 + 2 * count]!;
  const pointTransform = body[3 + 2 * count]! & 15;
  if (predictor < 1 || predictor > 7 || pointTransform >= frame.precision) return null;
  return { components, predictor, pointTransform };
}

/** @returns what is wrong, or null. */
function decodeScan(
  bits: HuffmanBits,
  { components, predictor, pointTransform }: Scan,
  image: CodedImage,
  rowsBetweenRestarts: number,
): string | null {
  const { width, height, data } = image;
  const step = image.components;
  const stride = width * step;
  const initial = 1 << (image.bits - pointTransform - 1);
  const mask = image.bits > 8 ? 0xffff : 0xff;
  for (let y = 0; y < height; y++) {
    const restarts = rowsBetweenRestarts > 0 && y > 0 && y % rowsBetweenRestarts === 0;
    if (restarts) {
      bits.skipToMarker();
      if (!bits.skipRestart()) return 'no restart marker';
    }
    const isFirst = y === 0 || restarts;
    for (let x = 0; x < width; x++) {
      for (const { index, table } of components) {
        const at = y * stride + x * step + index;
        let predicted = initial;
        if (isFirst) predicted = x === 0 ? initial : data[at - step]!;
        else if (x === 0) predicted = data[at - stride]!;
        else
          predicted = predict(
            predictor,
            data[at - step]!,
            data[at - stride]!,
            data[at - stride - step]!,
          );
        const difference = bits.difference(table);
        if (Number.isNaN(difference)) return 'Huffman code';
        data[at] = (predicted + difference) & mask;
      }
    }
    if (bits.isOverrun) return `coded data end in row ${y}`;
  }
  if (pointTransform > 0)
    for (const { index } of components)
      for (let at = index; at < data.length; at += step) data[at] = data[at]! << pointTransform;
  return null;
}

/** From the samples to the left, above, and above to the left (table H.1). */
function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}

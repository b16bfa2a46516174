/**
 * `tensors.npz` in MedMNIST's layout: `{train,val,test}_{images,labels}` in a zip without compression. It is written as a
 * stream, so that a dataset of several GB is never held in memory; the same tensors give the same file, to the byte.
 */
import { makeZip, predictLength } from 'client-zip';
import { splits, tensorAxes, tensorLength, type Split, type TensorShape } from '../domain/index.ts';
import { npyHeader, type NpyType } from './npy.ts';

/** The tensors of one split. */
export interface SplitTensors {
  readonly rows: number;
  /** `[rows, labelWidth]`; -1 where missing. */
  readonly labels: Int32Array;
  readonly labelWidth: number;
  /** Images `[start, end)`: `end - start` tensors of uint8, one after the other. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
}

export interface Tensors extends TensorShape {
  readonly splits: Readonly<Record<Split, SplitTensors>>;
}

export interface NpzStream {
  /** In bytes, known before anything is read. */
  readonly length: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/** Zip has no time zone and starts in 1980; a fixed local date gives the same bytes everywhere. */
const fixedDate = new Date(1980, 0, 1);
/** Images are read in blocks of about this many bytes. */
const blockBytes = 4 * 2 ** 20;

interface Member {
  readonly name: string;
  readonly size: number;
  readonly input: AsyncIterable<Uint8Array> | Uint8Array;
}

/**
 * Images are uint8 `(rows, size, size)` for grey and `(rows, size, size, 3)` for RGB, volumes `(rows, depth, size, size)` as in
 * MedMNIST's 3D datasets (RGB with a last axis of 3); labels are `(rows, labelWidth)` of
 * uint8, or int32 where a label is missing (-1) or there are more than 256 classes. A split without samples is an array
 * of length 0. Over 4 GB the zip is a zip64, which numpy reads as well.
 * @throws RangeError (from the stream) where `read` gives other than the bytes asked for
 */
export function npzStream(tensors: Tensors): NpzStream {
  const members = splits.flatMap((split) => [
    imagesMember(`${split}_images.npy`, tensors, tensors.splits[split]),
    labelsMember(`${split}_labels.npy`, tensors.splits[split]),
  ]);
  return {
    length: Number(predictLength(members.map(({ name, size }) => ({ name, size })))),
    stream: makeZip(members.map(({ name, input }) => ({ name, input, lastModified: fixedDate }))),
  };
}

function imagesMember(name: string, tensors: Tensors, split: SplitTensors): Member {
  const axes = tensorAxes(tensors);
  const header = npyHeader('|u1', [split.rows, ...(tensors.channels === 1 ? axes.slice(0, -1) : axes)]);
  const rowBytes = tensorLength(tensors);
  return {
    name,
    size: header.length + split.rows * rowBytes,
    input: imageChunks(name, header, split, rowBytes),
  };
}

async function* imageChunks(
  name: string,
  header: Uint8Array,
  { rows, read }: SplitTensors,
  rowBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  yield header;
  const block = Math.max(1, Math.floor(blockBytes / rowBytes));
  for (let start = 0; start < rows; start += block) {
    const end = Math.min(start + block, rows);
    const expected = (end - start) * rowBytes;
    const bytes = await read(start, end);
    if (bytes.length !== expected)
      throw new RangeError(
        `${name}: rows ${start} to ${end} have ${bytes.length} bytes, not ${expected}`,
      );
    yield bytes;
  }
}

function labelsMember(name: string, { rows, labels, labelWidth }: SplitTensors): Member {
  if (labels.length !== rows * labelWidth)
    throw new RangeError(`${name}: ${labels.length} labels for ${rows} rows of ${labelWidth}`);
  const type: NpyType = labels.every((label) => label >= 0 && label <= 255) ? '|u1' : '<i4';
  const header = npyHeader(type, [rows, labelWidth]);
  const data = type === '|u1' ? Uint8Array.from(labels) : littleEndian(labels);
  const input = new Uint8Array(header.length + data.length);
  input.set(header);
  input.set(data, header.length);
  return { name, size: input.length, input };
}

function littleEndian(values: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setInt32(i * 4, value, true));
  return new Uint8Array(view.buffer);
}

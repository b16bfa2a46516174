/** Files that promise or hold far more than they weigh. They are inputs as they are, and seeds of more. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Seed } from './seeds.ts';

/** Zeros inside a bomb: enough to notice when something holds them all at once. */
const bombBytes = 400 * 2 ** 20;

export const bombs: Readonly<Record<string, () => Seed[]>> = {
  gzip: () => [{ name: 'bomb.gz', bytes: gzipBomb() }],
  zip: zipBombs,
  npz: () => [{ name: 'bomb.npz', bytes: zip([npyMember()]) }],
  png: () => [
    { name: 'bomb.png', bytes: pngBomb(12_000, 12_000) },
    { name: 'wide.png', bytes: pngBomb(2 ** 27, 1) },
  ],
};

function gzipBomb(): Uint8Array {
  const once = gzipSync(Buffer.alloc(bombBytes), { level: 9 });
  return new Uint8Array(gzipSync(once));
}

function zipBombs(): Seed[] {
  const zeros = deflateRawSync(Buffer.alloc(32 * 2 ** 20), { level: 9 });
  const entry = { path: 'zeros', data: zeros, method: 8, size: 32 * 2 ** 20 };
  const inner = zip([{ path: 'inner.zip', data: zip([entry]), method: 0 }]);
  return [
    { name: 'bomb.zip', bytes: zip([entry]) },
    { name: 'nested.zip', bytes: inner },
    { name: 'lying.zip', bytes: zip([{ ...entry, size: 100 }]) },
    {
      name: 'overlapping.zip',
      bytes: zip(
        Array.from({ length: 500 }, () => entry),
        true,
      ),
    },
    { name: 'traversal.zip', bytes: zip([{ path: '../../x', data: Buffer.from('x'), method: 0 }]) },
  ];
}

function npyMember() {
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (100000, 224, 224, 3), }";
  const head = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
    Buffer.from(header.padEnd(117) + '\n'),
  ]);
  const data = deflateRawSync(Buffer.concat([head, Buffer.alloc(bombBytes)]), { level: 9 });
  return { path: 'train_images.npy', data, method: 8, size: head.length + bombBytes };
}

interface Entry {
  readonly path: string;
  readonly data: Uint8Array;
  readonly method: number;
  /** What the headers say that it unpacks to; its own length where absent. */
  readonly size?: number;
}

/** A zip (APPNOTE.TXT 4.3) without checksums. Where `shared`, all entries lie in the same place. */
function zip(entries: readonly Entry[], shared = false): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, { path, data, method, size = data.length }] of entries.entries()) {
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, central, name);
    if (shared && index > 0) continue;
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, Buffer.from(data));
    if (!shared) offset += 30 + name.length + data.length;
  }
  const body = Buffer.concat(bodies);
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(body.length, 16);
  return new Uint8Array(Buffer.concat([body, central, end]));
}

/** Grey, of one bit a pixel, and honest: all of its pixels are there. */
function pngBomb(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(rows, { level: 9 })],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  const parts = chunks.flatMap(([kind, data]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return [length, Buffer.from(kind), data, Buffer.alloc(4)];
  });
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]));
}

/** A zip archive whose files are stored as they are (APPNOTE 4.3): for datasets that come in archives, and for workbooks. */
import { crc32 } from 'node:zlib';
import type { MadeFiles } from './files.ts';

export function zipSync(files: MadeFiles): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = Buffer.from(path);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46 - 6 - 26);
    entry.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), shared, name, Buffer.from(bytes));
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), shared, entry, name);
    at += 30 + name.length + bytes.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

/** Files much larger than the memory that reading them may take, made on the spot. Nothing in them is of interest but their size. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A file in a zip that is stored: its bytes at the front, then zeros, which need no room on the disk. */
interface StoredEntry {
  readonly name: string;
  readonly head: Uint8Array;
  readonly zeros: number;
}

const wide = 0xffffffff;

/** An .npz of one large uint8 array of zeros `[rows, side, side]` and its labels, which alternate between two classes. */
export async function writeLargeNpz(path: string, rows: number, side: number): Promise<void> {
  const labels = Uint8Array.from({ length: rows }, (_, i) => i % 2);
  await writeStoredZip(path, [
    { name: 'train_images.npy', head: npyHeader([rows, side, side]), zeros: rows * side * side },
    { name: 'train_labels.npy', head: Buffer.concat([npyHeader([rows, 1]), labels]), zeros: 0 },
  ]);
}

/** A zip of many small PNGs, by default in four class folders. */
export async function writeManyPngs(
  path: string,
  count: number,
  nameOf = (i: number) => `class_${i % 4}/image_${String(i).padStart(6, '0')}.png`,
): Promise<void> {
  const pictures = Array.from({ length: 64 }, (_, i) => smallPng(28, i));
  await writeStoredZip(
    path,
    Array.from({ length: count }, (_, i) => ({
      name: nameOf(i),
      head: pictures[i % pictures.length]!,
      zeros: 0,
    })),
  );
}

/** A folder with a table of about `bytes` bytes that names a million pictures and more, of which the first `pictures` are there. */
export async function writeTableFolder(path: string, bytes: number, pictures: number): Promise<void> {
  await mkdir(path);
  for (let i = 0; i < pictures; i++) await writeFile(join(path, `image_${i}.png`), smallPng(28, i));
  await writeLargeTable(join(path, 'reports.csv'), bytes);
}

/** A table of about `bytes` bytes: columns file, label, text (a report of about 1 kB with commas and quotes), patient. */
async function writeLargeTable(path: string, bytes: number): Promise<void> {
  const sentence = 'The heart is not enlarged, the lungs are clear; ""no change"" since the last film. ';
  const file = await open(path, 'w');
  let written = (await file.write('file,label,text,patient\n')).bytesWritten;
  let rows = 0;
  while (written < bytes) {
    const lines: string[] = [];
    for (let i = 0; i < 4000; i++, rows++) {
      const report = `Case ${rows}. ${sentence.repeat(8 + (rows % 9))}`;
      lines.push(`image_${rows}.png,${rows % 3},"${report}",p${Math.floor(rows / 3)}\n`);
    }
    written += (await file.write(lines.join(''))).bytesWritten;
  }
  await file.close();
}

/** Version 1.0 of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. */
function npyHeader(shape: readonly number[]): Buffer {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = text.padEnd(117, ' ') + '\n';
  const head = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded)]);
}

/** A grey picture with a gradient that depends on `seed`. */
function smallPng(side: number, seed: number): Buffer {
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = (x * seed + y * 7) & 0xff;
  return greyPng(side, deflateSync(rows));
}

/** A grey picture that no compression makes smaller: a photograph's file of this many pixels would be about as large. */
export function noisePng(side: number): Buffer {
  const rows = randomBytes(side * (side + 1));
  for (let y = 0; y < side; y++) rows[y * (side + 1)] = 0;
  return greyPng(side, deflateSync(rows, { level: 0 }));
}

/** @param pixels rows, each after its filter, deflated */
function greyPng(side: number, pixels: Uint8Array): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [
    pngChunk('IHDR', size),
    pngChunk('IDAT', Buffer.from(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

function pngChunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A zip64 archive (APPNOTE.TXT 4.3 and 4.5.3) of stored entries. */
async function writeStoredZip(path: string, entries: readonly StoredEntry[]): Promise<void> {
  const file = await open(path, 'w');
  const central: Buffer[] = [];
  let at = 0;
  let waiting: Uint8Array[] = [];
  const flush = async (from: number) => {
    await writeAt(file, Buffer.concat(waiting), from);
    waiting = [];
  };
  let from = 0;
  for (const entry of entries) {
    const crc = crcWithZeros(entry);
    const local = localHeader(entry, crc);
    central.push(centralHeader(entry, crc, at));
    waiting.push(local, entry.head);
    at += local.length + entry.head.length;
    if (entry.zeros === 0 && waiting.length < 20_000) continue;
    await flush(from);
    at += entry.zeros;
    from = at;
  }
  const directory = Buffer.concat(central);
  waiting.push(directory, endRecords(entries.length, directory.length, at));
  await flush(from);
  await file.close();
}

async function writeAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  await file.write(bytes, 0, bytes.length, at);
}

function crcWithZeros({ head, zeros }: StoredEntry): number {
  const block = Buffer.alloc(Math.min(zeros, 64 * 1024 * 1024));
  let crc = crc32(head);
  for (let left = zeros; left > 0; left -= block.length)
    crc = crc32(block.subarray(0, Math.min(left, block.length)), crc);
  return crc;
}

function localHeader({ name, head, zeros }: StoredEntry, crc: number): Buffer {
  const header = Buffer.alloc(30 + name.length + 20);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(33, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(wide, 18);
  header.writeUInt32LE(wide, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(20, 28);
  header.write(name, 30, 'latin1');
  writeWideField(header, 30 + name.length, [head.length + zeros, head.length + zeros]);
  return header;
}

function centralHeader({ name, head, zeros }: StoredEntry, crc: number, at: number): Buffer {
  const header = Buffer.alloc(46 + name.length + 28);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(45, 6);
  header.writeUInt16LE(33, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(wide, 20);
  header.writeUInt32LE(wide, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(28, 30);
  header.writeUInt32LE(wide, 42);
  header.write(name, 46, 'latin1');
  writeWideField(header, 46 + name.length, [head.length + zeros, head.length + zeros, at]);
  return header;
}

function writeWideField(header: Buffer, at: number, values: readonly number[]): void {
  header.writeUInt16LE(1, at);
  header.writeUInt16LE(8 * values.length, at + 2);
  values.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), at + 4 + 8 * i));
}

function endRecords(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  [count, count, size, at].forEach((value, i) => end.writeBigUInt64LE(BigInt(value), 24 + 8 * i));
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(at + size), 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.writeUInt16LE(0xffff, 84);
  end.writeUInt16LE(0xffff, 86);
  end.writeUInt32LE(wide, 88);
  end.writeUInt32LE(wide, 92);
  return end;
}

/**
 * Cut tensors in the origin private file system: `cuts/<cut>/<shard>.bin`, each a run of consecutive rows
 * `[rowsPerShard, size, size, channels]` of uint8, of volumes `[rowsPerShard, size, size, size, channels]` (the last one shorter). One shard is written by one worker at once and then
 * recorded in IndexedDB, so a shard is either whole or not there.
 */
import {
  depthOf,
  tensorLength,
  whileHeld,
  type StoredFrame,
  type TensorReader,
  type TensorShape,
} from '../domain/index.ts';
import { database, keep, shardsOf, stored, type CutRecord, type ShardRecord } from './database.ts';
import { asQuotaError } from './quota.ts';

/** About how many bytes go into one shard: large enough to write fast, small enough to lose little. */
const shardBytes = 1 << 20;

export function rowBytes(cut: Pick<CutRecord, 'options' | 'channels'>): number {
  return tensorLength(shapeOf(cut));
}

function shapeOf({ options, channels }: Pick<CutRecord, 'options' | 'channels'>): TensorShape {
  return { size: options.size, channels, depth: depthOf(options) };
}

/** Shards that even a small dataset is cut into, so that all workers have something to do and pictures are soon seen. */
const fewestShards = 16;

/** Between 16 and 512 rows; `rows` are those of the whole cut. */
export function rowsPerShard(bytesPerRow: number, rows: number): number {
  const most = Math.min(512, Math.floor(shardBytes / bytesPerRow), Math.ceil(rows / fewestShards));
  return Math.max(16, most);
}

export function shardCount(cut: CutRecord): number {
  return Math.ceil(cut.rows / cut.rowsPerShard);
}

async function cutDirectory(cutId: string, create: boolean): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const cuts = await whileHeld(root, (one) => one.getDirectoryHandle('cuts', { create }));
  return await whileHeld(cuts, (one) => one.getDirectoryHandle(cutId, { create }));
}

/**
 * Writes a shard and records it. Worker only (sync access handles).
 * @throws AppError `quota-exceeded` when the disk or the browser's share of it is full; earlier shards stay.
 */
export async function writeShard(record: ShardRecord, tensors: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const directory = await cutDirectory(record.cutId, true);
    const name = `${record.shard}.bin`;
    const file = await whileHeld(directory, (one) => one.getFileHandle(name, { create: true }));
    const access = await whileHeld(file, (one) => one.createSyncAccessHandle());
    try {
      access.truncate(tensors.byteLength);
      const written = access.write(tensors, { at: 0 });
      if (written !== tensors.byteLength) throw new DOMException('short write', 'QuotaExceededError');
      access.flush();
    } finally {
      access.close();
    }
    await keep('shards', record);
  } catch (error) {
    throw await asQuotaError(error, tensors.byteLength);
  }
}

/** Above this many bytes rows are read from disk as they are wanted; below, everything is held. */
const heldBytes = 512 * 2 ** 20;

/** Opens the tensors of a cut for reading, on any thread. Rows of rejected images are zeros (`rejectedRows`). */
export async function openTensors(cutId: string): Promise<TensorReader> {
  const cut = await stored('cuts', cutId);
  const directory = await cutDirectory(cutId, false);
  const bytes = rowBytes(cut);
  const files = new Map<number, Promise<Blob | Uint8Array>>();
  const hold = bytes * cut.rows <= heldBytes;

  const load = async (shard: number): Promise<Blob | Uint8Array> => {
    const handle = await whileHeld(directory, (one) => one.getFileHandle(`${shard}.bin`));
    const file = await whileHeld(handle, (one) => one.getFile());
    return hold ? new Uint8Array(await file.arrayBuffer()) : file;
  };
  const shardFile = (shard: number): Promise<Blob | Uint8Array> => {
    const known = files.get(shard);
    if (known) return known;
    const file = load(shard);
    // A failed load is tried again at the next read.
    file.catch(() => files.delete(shard));
    files.set(shard, file);
    return file;
  };

  return {
    ...shapeOf(cut),
    rows: cut.rows,
    async read(rows, into) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const file = await shardFile(Math.floor(row / cut.rowsPerShard));
        const start = (row % cut.rowsPerShard) * bytes;
        const slice =
          file instanceof Uint8Array
            ? file.subarray(start, start + bytes)
            : await readBlob(file, start, bytes);
        into.set(slice, i * bytes);
      }
    },
  };
}

async function readBlob(blob: Blob, start: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
}

/** Width and height in px before the cut, two numbers a row of the table; null where some shard does not say. */
export async function imageSizes(cutId: string): Promise<Int32Array | null> {
  const { rows, rowsPerShard: rowsOfShard } = await stored('cuts', cutId);
  const all = new Int32Array(2 * rows);
  for (const { shard, sizes } of await shardsOf(cutId)) {
    if (sizes === undefined) return null;
    all.set(sizes, 2 * shard * rowsOfShard);
  }
  return all;
}

/** Bits of a value as stored, one number a row of the table, 0 where it was rejected; null where some shard does not say. */
export async function imageBits(cutId: string): Promise<Uint8Array | null> {
  const { rows, rowsPerShard: rowsOfShard } = await stored('cuts', cutId);
  const all = new Uint8Array(rows);
  for (const { shard, bits } of await shardsOf(cutId)) {
    if (bits === undefined) return null;
    all.set(bits, shard * rowsOfShard);
  }
  return all;
}

/** Of one row of the table, the whole image that its cut was made from; null where it was rejected or its shard does not say. */
export async function storedFrameOf(cutId: string, row: number): Promise<StoredFrame | null> {
  const { rowsPerShard: rowsOfShard } = await stored('cuts', cutId);
  const db = await database();
  const { frames } = (await db.get('shards', [cutId, Math.floor(row / rowsOfShard)])) ?? {};
  const [width = 0, height = 0, turn = 0] = frames?.subarray(3 * (row % rowsOfShard)) ?? [];
  return width > 0 ? { width, height, turn } : null;
}

/** Rows of the table whose image could not be used. */
export async function rejectedRows(cutId: string): Promise<Set<number>> {
  const shards = await shardsOf(cutId);
  return new Set(shards.flatMap(({ rejected }) => rejected.map(({ row }) => row)));
}

/** Deletes the tensors of all cuts, or of one. */
export async function deleteTensors(cutId?: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  try {
    if (cutId === undefined) await root.removeEntry('cuts', { recursive: true });
    else await (await root.getDirectoryHandle('cuts')).removeEntry(cutId, { recursive: true });
  } catch (error) {
    // Nothing was ever cut.
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

/**
 * The records in IndexedDB, declared once: what was opened, the sample tables, which shards of which cut are written,
 * and the runs with their checkpoints and results. Pixels are not here but in the origin private file system (`tensors.ts`).
 */
import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';
import { appError } from '../domain/index.ts';
import type {
  BackendChoice,
  Checkpoint,
  CompleteRecipe,
  EpochResult,
  HealthReport,
  ImageReference,
  Metrics,
  Predictions,
  Problem,
  SampleTable,
  Sharing,
  Split,
  Target,
  TrainedModel,
} from '../domain/index.ts';
import { asQuotaError } from './quota.ts';

/** A folder that can be opened again. */
export interface SourceRecord {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly opened: number;
  readonly handle: FileSystemDirectoryHandle;
}

/** A sample table under the hash of its content. Tables of earlier versions are whole; of others the rows are records of their own. */
export interface TableRecord {
  readonly id: string;
  readonly table:
    SampleTable | (Pick<SampleTable, 'length' | 'labels' | 'boxes'> & { readonly hasImages: boolean });
}

/** Columns that have a value for each row of a table. */
export type RowColumns = Omit<SampleTable, 'length' | 'labels' | 'boxes' | 'images'>;

/** Some of a table's rows, but for their images. */
export interface RowsRecord {
  readonly tableId: string;
  readonly part: number;
  readonly columns: RowColumns;
}

/** Some of a table's images, for those who have no use for the rest of it. Tables of earlier versions have none. */
export interface ImagesRecord {
  readonly tableId: string;
  readonly part: number;
  readonly images: readonly ImageReference[];
}

/** What one set of tensors is: every image of a table, cut one way. */
export interface CutRecord {
  readonly id: string;
  readonly tableId: string;
  readonly options: CompleteRecipe['cut'];
  readonly channels: 1 | 3;
  /** Rows of the table. */
  readonly rows: number;
  readonly rowsPerShard: number;
}

/** One written file of tensors. */
export interface ShardRecord {
  readonly cutId: string;
  readonly shard: number;
  /** Fingerprint of the files that it was cut from: a changed file is cut again. */
  readonly stamp: string;
  readonly rejected: readonly { readonly row: number; readonly problem: Problem }[];
  /** Width and height in px of each row's image before the cut, 0 where it was rejected; shards of earlier versions have none. */
  readonly sizes?: Int32Array;
  /**
   * Width and height in px of each row's whole image as stored, and how it was turned (EXIF orientation); 0 where it was rejected.
   * Boxes are mapped by it; shards of earlier versions have none.
   */
  readonly frames?: Int32Array;
  /** Bits of a value of each row's image as stored, 0 where it was rejected; shards of earlier versions have none. */
  readonly bits?: Uint8Array;
}

/** A recipe that fits a table, and which rows it puts where. */
export interface PlanRecord {
  readonly id: string;
  readonly dataset: string;
  readonly title: string;
  readonly licence: string | null;
  /** Where it is not null, samples have no name of their own in files that are kept. */
  readonly sharing: Sharing | null;
  /** Of the names that samples and patients have in these files; it is in none of them. Plans of earlier versions have none. */
  readonly salt?: string;
  readonly recipe: CompleteRecipe;
  readonly target: Target;
  readonly tableId: string;
  readonly cutId: string | null;
  readonly rows: Readonly<Record<Split, Int32Array>>;
  /** Where classes are answers: the rows of each split whose answer is known, a class or not. */
  readonly asked?: Readonly<Record<Split, Int32Array>>;
  /** Samples (multi-label: positives) of each class in each split. */
  readonly counts: Readonly<Record<Split, readonly number[]>>;
  /** What the health checks found, left out until they ran. */
  readonly health?: HealthReport;
}

export interface RunRecord {
  readonly id: string;
  readonly planId: string;
  readonly started: number;
  readonly state: 'training' | 'done';
}

export interface CheckpointRecord {
  readonly runId: string;
  readonly checkpoint: Checkpoint;
}

export interface ResultRecord {
  readonly runId: string;
  readonly backend: BackendChoice;
  readonly history: readonly EpochResult[];
  readonly seconds: number;
  readonly metrics: Metrics;
  readonly predictions: readonly Predictions[];
  readonly labels: readonly Int32Array[];
  readonly model: TrainedModel;
}

/** Weights that were loaded from a file, for later runs to start from. */
export interface WeightsRecord {
  /** `contentIdOfBytes` of the file. */
  readonly id: string;
  readonly model: TrainedModel;
}

interface Schema extends DBSchema {
  sources: { key: string; value: SourceRecord };
  tables: { key: string; value: TableRecord };
  rows: { key: [string, number]; value: RowsRecord };
  images: { key: [string, number]; value: ImagesRecord };
  cuts: { key: string; value: CutRecord };
  shards: { key: [string, number]; value: ShardRecord };
  plans: { key: string; value: PlanRecord };
  runs: { key: string; value: RunRecord };
  checkpoints: { key: string; value: CheckpointRecord };
  results: { key: string; value: ResultRecord };
  weights: { key: string; value: WeightsRecord };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

/** The one connection of this thread. */
export async function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('microtome', 4, {
    upgrade(db, before) {
      if (before < 2) db.createObjectStore('weights', { keyPath: 'id' });
      if (before < 3) db.createObjectStore('images', { keyPath: ['tableId', 'part'] });
      if (before < 4) db.createObjectStore('rows', { keyPath: ['tableId', 'part'] });
      if (before > 0) return;
      for (const name of ['sources', 'tables', 'cuts', 'plans', 'runs'] as const)
        db.createObjectStore(name, { keyPath: 'id' });
      for (const name of ['checkpoints', 'results'] as const)
        db.createObjectStore(name, { keyPath: 'runId' });
      db.createObjectStore('shards', { keyPath: ['cutId', 'shard'] });
    },
    // A page of a later version needs another store: it must not have to wait for this one.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    // The browser closed it (site data cleared, disk trouble): the next call opens it again.
    terminated: () => {
      opening = null;
    },
  });
  return await opening;
}

/**
 * A record that must be there.
 * @throws AppError `storage-lost` where it is not: site data was cleared while the page was open.
 */
export async function stored<Name extends 'tables' | 'cuts' | 'plans' | 'runs' | 'results' | 'weights'>(
  name: Name,
  id: string,
): Promise<Schema[Name]['value']> {
  const db = await database();
  const record = await db.get(name, id);
  if (!record) throw appError('storage-lost', null, { detail: `${name}/${id}` });
  return record;
}

/**
 * Puts a record in place of the one with its key.
 * @throws AppError `quota-exceeded` when the disk or the browser's share of it is full; the record before stays.
 */
export async function keep<Name extends StoreNames<Schema>>(
  name: Name,
  record: Schema[Name]['value'],
): Promise<void> {
  try {
    const db = await database();
    await db.put(name, record);
  } catch (error) {
    throw await asQuotaError(error, null);
  }
}

/** All shards of a cut that are written, in order. */
export async function shardsOf(cutId: string): Promise<ShardRecord[]> {
  const db = await database();
  return await db.getAll('shards', IDBKeyRange.bound([cutId, 0], [cutId, Infinity]));
}

/** Content address of a JSON value: SHA-256, 128 bits of it in hex. */
export async function contentId(value: unknown): Promise<string> {
  return await contentIdOfBytes(new TextEncoder().encode(JSON.stringify(value)));
}

/** Values of a list whose text is made at once. */
const listedAtOnce = 16 * 1024;

/** Content address of a list of any length: of the addresses of its parts, so that its text is never held whole. */
export async function contentIdOfList(list: readonly unknown[]): Promise<string> {
  if (list.length <= listedAtOnce) return await contentId(list);
  const parts: string[] = [];
  for (let first = 0; first < list.length; first += listedAtOnce)
    parts.push(await contentId(list.slice(first, first + listedAtOnce)));
  return await contentId(parts);
}

/** Content address of a file: SHA-256, 128 bits of it in hex. */
export async function contentIdOfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

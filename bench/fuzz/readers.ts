/** What is done with a damaged file: everything that the program would do with a whole one. */
import { isDeep, type SourceFile } from '../../src/domain/index.ts';
import {
  asStored,
  openImage,
  openNpz,
  openTable,
  readTable,
  tableExtensions,
  type ReadOptions,
} from '../../src/formats/index.ts';
import { openGzip, openSource } from '../../src/source/index.ts';

type Reader = (file: SourceFile) => Promise<void>;

/** Enough files of an archive, and rows of a table, to see all of a reader's ways. */
const most = 20;

/** Readers of what are neither pictures nor tables. */
const otherReaders: Readonly<Record<string, Reader>> = {
  async npz(file) {
    const npz = await openNpz(file);
    for (const [name, { shape }] of npz.members) {
      const rows = shape[0] ?? 1;
      await npz.rows(name, 0, Math.min(3, rows));
      if (rows > 0) await npz.rows(name, rows - 1, rows);
    }
    for (const [name] of npz.members) await npz.integers(name);
  },
  zip: readArchive,
  tar: readArchive,
  async gzip(file) {
    await drain((await openGzip(file)).stream());
  },
};

export const otherReaderIds = Object.keys(otherReaders);

/** The ways to read what belongs to a reader. They throw AppError where the file is refused; anything else is a finding. */
export function waysToRead(reader: string): readonly Reader[] {
  const other = otherReaders[reader];
  if (other !== undefined) return [other];
  if (tableExtensions.includes(reader)) return [readRows];
  return [
    (file) => readPictures(file, asStored),
    (file) => readPictures(file, { plane: 'coronal', atLeast: 56, upright: true }),
  ];
}

/** As the program enters archives: as if they were folders, one in another where it happens. */
async function readArchive(file: SourceFile): Promise<void> {
  const blob = new Blob([(await file.slice(0, file.size)).slice()]);
  const source = openSource({ kind: 'archive', name: file.path, file: blob });
  const paths: string[] = [];
  for await (const batch of source.list()) paths.push(...batch);
  for (const path of paths)
    expect(!path.startsWith('/') && !path.split('/').includes('..'), `path ${path}`);
  for (const path of paths.slice(0, most)) {
    const entry = await source.open(path);
    await entry.slice(0, Math.min(entry.size, 65536));
    await drain(entry.stream());
  }
}

async function readRows(file: SourceFile): Promise<void> {
  const table = await openTable(file);
  const text = table.columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  for await (const batch of table.batches(text))
    for (const name of text)
      expect(batch.column(name).length === batch.rows, `length of column ${name}`);
  for (const { name, kind } of table.columns) {
    if (kind !== 'image') continue;
    const cells = await table.images(name);
    for (let row = 0; row < Math.min(most, cells.rows); row++) await cells.bytes(row);
  }
  await readTable(file);
}

async function readPictures(file: SourceFile, options: ReadOptions): Promise<void> {
  const stack = await openImage(file, options);
  try {
    expect(Number.isInteger(stack.frames) && stack.frames > 0, `${stack.frames} frames`);
    const last = stack.frames - 1;
    for (const frame of new Set([0, Math.min(1, last), last, stack.representative])) {
      const image = await stack.read(frame);
      const { width, height, data } = image;
      const channels = isDeep(image) ? 1 : image.channels;
      expect(data.length === width * height * channels, `${data.length} values in ${width} x ${height}`);
      expect(data.length > 0, 'an empty picture');
    }
  } finally {
    stack.close();
  }
}

/** Reads to the end, holding nothing. */
async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const chunk of stream) expect(chunk.length >= 0, 'a chunk without length');
}

/** A promise of the reader that is not kept. */
class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new BrokenPromise(what);
}

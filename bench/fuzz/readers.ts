/** What is done with a damaged file: everything that the program would do with a whole one. */
import { isDeep, type SourceFile } from '../../src/domain/index.ts';
import { asStored, openImage, openNpz, readTable, type ReadOptions } from '../../src/formats/index.ts';
import { openGzip, openZip } from '../../src/source/index.ts';

type Reader = (file: SourceFile) => Promise<void>;

/** Readers of what are no pictures; every other reader is an image format. */
const otherReaders: Readonly<Record<string, Reader>> = {
  async csv(file) {
    const table = await readTable(file);
    for (const column of table.columns)
      expect(table.column(column).length === table.rows, 'column length');
  },
  async npz(file) {
    const npz = await openNpz(file);
    for (const [name, { shape }] of npz.members) {
      await npz.integers(name);
      if (shape.length > 0) await npz.rows(name, 0, Math.min(3, shape[0]!));
    }
  },
  async zip(file) {
    const entries = await openZip(file);
    for (const [path, entry] of [...entries].slice(0, 20)) {
      expect(!path.startsWith('/') && !path.split('/').includes('..'), `path ${path}`);
      await entry.slice(0, Math.min(entry.size, 65536));
      await drain(entry.stream());
    }
  },
  async gzip(file) {
    await drain((await openGzip(file)).stream());
  },
};

export const otherReaderIds = Object.keys(otherReaders);

/** @throws AppError where the file is refused; anything else is a finding. */
export async function readDamaged(reader: string, file: SourceFile): Promise<void> {
  const other = otherReaders[reader];
  if (other !== undefined) return other(file);
  await readPictures(file, asStored);
  await readPictures(file, { plane: 'coronal', atLeast: 56, upright: true });
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

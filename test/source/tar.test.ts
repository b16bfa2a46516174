/** Tar archives made by test/fixtures/tar/make.py, plain and in a gzip: whole, cut off and damaged. */
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesFile, openSource } from '../../src/source/index.ts';
import { openArchive } from '../../src/source/open-archive.ts';
import expected from '../fixtures/tar/expected.json' with { type: 'json' };
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

interface Expected {
  readonly files?: Readonly<Record<string, string | null>>;
  readonly problem?: string;
}

const numbers = Array.from({ length: 1000 }, (_, i) => i).join(' ');
const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/tar/${name}`, import.meta.url)));
const cases = Object.entries(expected as Readonly<Record<string, Expected>>);

async function readable(bytes: Uint8Array, name: string): Promise<Record<string, string | null>> {
  const texts: Record<string, string | null> = {};
  for (const [path, file] of await openArchive(bytesFile(name, bytes))) {
    expect(file.path).toBe(path);
    try {
      const text = textOf(await file.slice(0, file.size));
      expect(textOf(await readAll(file))).toBe(text);
      texts[path] = text === numbers ? 'NUMBERS' : text;
    } catch (error) {
      expect(await problemOf(Promise.reject(error as Error))).toMatchObject({
        kind: 'unsupported-archive',
        parameters: { detail: `sparse file: ${path}` },
      });
      texts[path] = null;
    }
  }
  return texts;
}

async function readEverything(name: string, bytes: Uint8Array): Promise<void> {
  for (const file of (await openArchive(bytesFile(name, bytes))).values())
    await file.slice(0, file.size);
}

describe('a tar', () => {
  it.each(cases.filter(([, { files }]) => files))('is read: %s', async (name, { files }) => {
    const bytes = await fixture(name);
    expect(await readable(bytes, name)).toEqual(files);
    if (name.endsWith('.tar')) expect(await readable(gzipSync(bytes), `${name}.gz`)).toEqual(files);
  });

  it.each(cases.filter(([, { problem }]) => problem))('is refused: %s', async (name, { problem }) => {
    const bytes = await fixture(name);
    expect(await problemOf(openArchive(bytesFile(name, bytes)))).toMatchObject({
      kind: problem,
      file: name,
    });
  });

  it('has the times of its files', async () => {
    const files = await openArchive(bytesFile('x.tar', await fixture('pax.tar')));
    const whole = 1709209858000;
    expect(files.get('data/last.txt')!.modified).toBe(whole);
    expect(files.get('half.txt')!.modified).toBe(whole + 500);
  });

  it.each(['ustar.tar', 'pax.tar.gz'])('is a source: %s', async (name) => {
    const source = openSource({
      kind: 'archive',
      name,
      file: new Blob([await fixture(name)]),
    });
    expect(source.name).toBe(name.split('.')[0]);
    const paths = await listAll(source);
    const inner = name === 'ustar.tar' ? 'numbers.txt' : 'data/numbers.txt';
    expect(paths).toContain(inner);
    const file = await source.open(inner);
    expect(file.path).toBe(inner);
    expect(textOf(await file.slice(5, 15))).toBe(numbers.slice(5, 15));
  });

  it('stops being opened when asked to', async () => {
    const stop = new AbortController();
    stop.abort();
    const source = openSource({
      kind: 'archive',
      name: 'x.tar',
      file: new Blob([await fixture('ustar.tar')]),
    });
    const listing = (async () => {
      for await (const batch of source.list(stop.signal)) expect(batch).toEqual([]);
    })();
    await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await listAll(source)).toHaveLength(4);
  });

  it('is damaged wherever it is cut off, but for its end', async () => {
    const whole = await fixture('pax.tar');
    const end = whole.findLastIndex((byte) => byte !== 0);
    for (let length = 1; length < end; length += 331) {
      // Where a file ends, a writer that leaves out the end may have stopped as well.
      if (length % 512 === 0) continue;
      const opening = openArchive(bytesFile('x.tar', whole.subarray(0, length)));
      expect(await problemOf(opening)).toMatchObject({ kind: 'damaged-archive' });
    }
  });

  it.each(['pax.tar', 'gnu.tar', 'pax.tar.gz'])(
    'never breaks in another way, whatever bytes are wrong: %s',
    { timeout: 60_000 },
    async (name) => {
      const whole = await fixture(name);
      const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
          const bytes = whole.slice();
          for (const [at, by] of changes) bytes[at]! ^= by;
          const problem = await readEverything(name, bytes).then(
            () => null,
            (error: unknown) => problemOf(Promise.reject(error as Error)),
          );
          if (problem !== null)
            expect(['damaged-archive', 'unsupported-archive']).toContain(problem.kind);
        }),
        { numRuns: 300 },
      );
    },
  );
});

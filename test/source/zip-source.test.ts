/** Zip archives made by Python (test/fixtures/zip/make.py) and client-zip: whole, cut off and damaged. */
import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../src/domain/index.ts';
import { memorySource, openSource, openZip } from '../../src/source/index.ts';
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/zip/${name}`, import.meta.url)));
const zipOf = (bytes: Uint8Array) =>
  openSource({ kind: 'archive', name: 'x.zip', file: new Blob([bytes.slice()]) });
const archiveOf = (bytes: Uint8Array) => memorySource('', { 'x.zip': bytes }).open('x.zip');
const openFixture = async (name: string) => openZip(await archiveOf(await fixture(name)));
const numbers = Array.from({ length: 4000 }, (_, i) => i).join(' ');

describe('a zip as a source', () => {
  it.each(['stored.zip', 'deflated.zip', 'prefixed.zip', 'zip64.zip'])(
    'lists and reads %s',
    async (name) => {
      const source = zipOf(await fixture(name));
      const wide = name === 'stored.zip' ? ['wide.txt'] : [];
      expect(source.name).toBe('x');
      expect(await listAll(source)).toEqual(['a/empty.txt', 'a/正常.txt', 'numbers.txt', ...wide]);
      const file = await source.open('numbers.txt');
      expect(file.path).toBe('numbers.txt');
      expect(file.size).toBe(numbers.length);
      expect(new Date(file.modified).toISOString()).toBe('2024-02-29T12:30:58.000Z');
      expect(textOf(await file.slice(0, file.size))).toBe(numbers);
      expect(textOf(await readAll(file))).toBe(numbers);
      expect(textOf(await readAll(await source.open('a/正常.txt')))).toBe('肺');
      expect(await readAll(await source.open('a/empty.txt'))).toHaveLength(0);
    },
  );

  it('says that a path is not there', async () => {
    const source = zipOf(await fixture('stored.zip'));
    expect(await problemOf(source.open('b.txt'))).toMatchObject({
      kind: 'unreadable-file',
      file: 'b.txt',
    });
  });

  it('reads names in GBK', async () => {
    expect(await listAll(zipOf(await fixture('gbk.zip')))).toEqual(['图像.txt']);
  });

  it('puts odd paths in order', async () => {
    expect(await listAll(zipOf(await fixture('odd-paths.zip')))).toEqual([
      'a.txt',
      'b/c.txt',
      'd.txt',
      'e.txt',
      'f.txt',
    ]);
  });

  it(
    'lists 70,000 files (more than the count of a zip can say) in batches, and stops when asked to',
    { timeout: 60_000 },
    async () => {
      const files = Array.from({ length: 70_000 }, (_, i) => ({ name: `${i % 7}/${i}.png`, input: '' }));
      const source = openSource({
        kind: 'archive',
        name: 'x.zip',
        file: await new Response(makeZip(files)).blob(),
      });
      const paths = new Set<string>();
      for await (const batch of source.list()) {
        expect(batch.length).toBeLessThanOrEqual(500);
        batch.forEach((path) => paths.add(path));
      }
      expect(paths.size).toBe(70_000);
      expect(paths.has('6/69999.png')).toBe(true);

      const stop = new AbortController();
      let batches = 0;
      const listing = (async () => {
        for await (const batch of source.list(stop.signal))
          if (batch.length > 0 && ++batches === 3) stop.abort();
      })();
      await expect(listing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
      expect(batches).toBe(3);
    },
  );
});

describe('files in a zip', () => {
  it.each(['stored.zip', 'deflated.zip'])('of %s are read in any ranges, in any order', async (name) => {
    const file = (await openFixture(name)).get('data/numbers.txt')!;
    const place = fc.nat(numbers.length + 10);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, place), { maxLength: 6 }), async (ranges) => {
        for (const [start, end] of ranges)
          expect(textOf(await file.slice(start, end))).toBe(numbers.slice(start, Math.max(start, end)));
      }),
    );
  });

  it('may have their sizes behind them', async () => {
    const file = (await openFixture('descriptor.zip')).get('a.txt')!;
    expect(textOf(await file.slice(0, file.size))).toBe(numbers);
  });

  it('may be asked for at the same time', async () => {
    const file = (await openFixture('deflated.zip')).get('data/numbers.txt')!;
    const starts = [9000, 0, 18000, 5, 9001];
    const slices = await Promise.all(starts.map((start) => file.slice(start, start + 100)));
    expect(slices.map(textOf)).toEqual(starts.map((start) => numbers.slice(start, start + 100)));
  });

  it('cost no more reading than what is asked for, where they are stored', async () => {
    const bytes = new Uint8Array(
      await new Response(makeZip([{ name: 'a.bin', input: new Uint8Array(5e6) }])).arrayBuffer(),
    );
    const archive = await archiveOf(bytes);
    let read = 0;
    const counting = {
      path: archive.path,
      size: archive.size,
      slice(start: number, end: number) {
        read += end - start;
        return archive.slice(start, end);
      },
    };
    const file = (await openZip(counting)).get('a.bin')!;
    expect(read).toBeLessThan(70_000);
    read = 0;
    await file.slice(4e6, 4e6 + 1000);
    expect(read).toBeLessThan(1100);
  });

  it('can be zips themselves', async () => {
    const inner = await fixture('deflated.zip');
    const outer = new Uint8Array(
      await new Response(makeZip([{ name: 'in.zip', input: inner }])).arrayBuffer(),
    );
    const file = (await openZip((await openZip(await archiveOf(outer))).get('in.zip')!)).get(
      'data/numbers.txt',
    )!;
    expect(textOf(await file.slice(10, 20))).toBe(numbers.slice(10, 20));
  });
});

describe('a zip that can not be read', () => {
  it('is damaged wherever it is cut off', async () => {
    for (const name of ['stored.zip', 'deflated.zip', 'zip64.zip']) {
      const whole = await fixture(name);
      for (let length = 0; length < whole.length; length += 97) {
        const problem = await problemOf(archiveOf(whole.subarray(0, length)).then(openZip));
        expect(problem).toMatchObject({ kind: 'damaged-archive', file: 'x.zip' });
      }
    }
  });

  it('is damaged where a deflated file is', async () => {
    const bytes = await fixture('deflated.zip');
    const path = bytes.findIndex((_, i) => textOf(bytes.subarray(i, i + 16)) === 'data/numbers.txt');
    bytes.fill(0xff, path + 500, path + 520);
    const file = (await archiveOf(bytes).then(openZip)).get('data/numbers.txt')!;
    expect(await problemOf(file.slice(0, file.size))).toMatchObject({
      kind: 'damaged-archive',
      file: 'x.zip',
    });
    expect(await problemOf(readAll(file))).toMatchObject({ kind: 'damaged-archive' });
  });

  it('never breaks in another way, whatever bytes are wrong', { timeout: 60_000 }, async () => {
    const whole = await fixture('deflated.zip');
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    const readEverything = async (bytes: Uint8Array) => {
      for (const file of (await archiveOf(bytes).then(openZip)).values()) await file.slice(0, file.size);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, by] of changes) bytes[at]! ^= by;
        const problem = await readEverything(bytes).then(
          () => null,
          (error: unknown) => problemOf(Promise.reject(error as Error)),
        );
        if (problem !== null) expect(['damaged-archive', 'unsupported-archive']).toContain(problem.kind);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused where a name leads out of it', async () => {
    expect(await problemOf(openFixture('outside.zip'))).toMatchObject({
      kind: 'unsupported-archive',
      file: 'x.zip',
      parameters: { detail: 'path with "..": ../outside.txt' },
    });
  });

  it('is refused where two entries are the same bytes', async () => {
    expect(await problemOf(openFixture('overlapping.zip'))).toMatchObject({
      kind: 'damaged-archive',
      parameters: { detail: 'two entries share the byte 0' },
    });
  });

  it.each([
    ['wrong-checksum.zip', 'a.txt: wrong checksum'],
    ['wrong-checksum-stored.zip', 'a.txt: wrong checksum'],
    ['too-long.zip', 'a.txt: more than the 1000 bytes it should have'],
    ['too-short.zip', `a.txt: ${numbers.length} bytes instead of 100000`],
  ])('says so where a file is read whole: %s', async (name, detail) => {
    const file = (await openFixture(name)).get('a.txt')!;
    const problem = { kind: 'damaged-archive', file: 'x.zip', parameters: { detail } };
    expect(await problemOf(readAll(file))).toEqual(problem);
    if (!name.includes('stored')) expect(await problemOf(file.slice(0, file.size))).toEqual(problem);
  });

  it('lists what it has even where a file is encrypted', async () => {
    const files = await openFixture('encrypted.zip');
    expect(await problemOf(files.get('a.txt')!.slice(0, 1))).toMatchObject({
      kind: 'unsupported-archive',
      parameters: { detail: 'encrypted: a.txt' },
    });
    expect(textOf(await readAll(files.get('d.txt')!))).toBe('absolute');
  });

  it('lists what it has even where a file is compressed in a way that we lack', async () => {
    const file: SourceFile = (await openFixture('bzip2.zip')).get('numbers.txt')!;
    expect(file.size).toBe(numbers.length);
    expect(await problemOf(file.slice(0, 5))).toMatchObject({
      kind: 'unsupported-archive',
      parameters: { detail: 'compression method 12: numbers.txt' },
    });
  });
});

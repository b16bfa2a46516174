/** Archives in parts: cut anywhere, and split as zip programs do it (test/fixtures/zip/make.py, which Info-ZIP reads too). */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describeFiles, memorySource, openSource } from '../../src/source/index.ts';
import { leadingPart, openArchiveAt } from '../../src/source/archive-parts.ts';
import { withArchives } from '../../src/source/with-archives.ts';
import { problemOf } from './problem-of.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

type Files = Record<string, Uint8Array>;

const fixture = async (path: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/${path}`, import.meta.url)));
const numbers = Array.from({ length: 4000 }, (_, i) => i).join(' ');

/** Bytes in as many parts as there are names, all but the last of one length. */
function cut(bytes: Uint8Array, names: readonly string[]): Files {
  const length = Math.ceil(bytes.length / names.length);
  return Object.fromEntries(
    names.map((name, i) => [name, bytes.slice(i * length, (i + 1) * length)] as const),
  );
}

async function volumes(name: string): Promise<Files> {
  const names = ['z01', 'z02', 'z03', 'zip'].map((ending) => `${name}.${ending}`);
  const parts = await Promise.all(names.map((one) => fixture(`zip/volumes/${one}`)));
  return Object.fromEntries(names.map((one, i) => [one, parts[i]!]));
}

const numbered = (count: number, digits: number, first = 1) =>
  Array.from({ length: count }, (_, i) => `x.zip.${String(first + i).padStart(digits, '0')}`);
/** `aa`, `ab` … `az`, `ba` …, as `split` names them. */
const lettered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const letters = String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));
    return `${prefix}${letters}`;
  });

describe('an archive that was cut', () => {
  it.each([
    numbered(3, 3),
    numbered(3, 3, 0),
    numbered(12, 1),
    numbered(101, 2, 0),
    lettered('x.zip.part', 3),
    lettered('x.zip.', 55),
    lettered('x.tar.gz.part-', 3),
    lettered('sets/x.tgz_', 2),
    ['X.ZIP.PARTAA', 'X.ZIP.PARTAB'],
    ['x.zip.z01', 'x.zip.z02', 'x.zip.z03'],
    ['x.zip.z01', 'x.zip.z02', 'x.zip'],
    ['x.z01', 'x.z02', 'x.zip'],
    ['X.Z01', 'X.ZIP'],
  ])('into %s … is one', async (...names) => {
    const isTar = /\.t/.test(names[0]!);
    const whole = await fixture(isTar ? 'tar/pax.tar.gz' : 'zip/deflated.zip');
    const files = cut(whole, names);
    const archive = /\.z01$/i.test(names[0]!) && !names[0]!.includes('zip') ? names.at(-1) : names[0]!;
    const paths = (await listAll(withArchives(memorySource('', { 'a.png': whole, ...files })))).filter(
      (path) => path !== 'a.png',
    );
    expect(paths).toContain(`${archive}/data/numbers.txt`);
    expect(paths.every((path) => path.startsWith(`${archive}/`))).toBe(true);
    // As workers open it, without a listing.
    const file = await withArchives(memorySource('', files)).open(`${archive}/data/numbers.txt`);
    const text = isTar ? numbers.slice(0, file.size) : numbers;
    expect(textOf(await readAll(file))).toBe(text);
    expect(textOf(await file.slice(100, 2000))).toBe(text.slice(100, 2000));
  });

  it('is named by its first part, and may be dropped as loose files', async () => {
    const parts = Object.entries(cut(await fixture('zip/deflated.zip'), numbered(3, 3)));
    const files = parts.map(([name, bytes]) => new File([bytes.slice()], name));
    const source = openSource(describeFiles(files));
    expect(await listAll(source)).toContain('x.zip.001/data/numbers.txt');
    expect(describeFiles([files[0]!])).toMatchObject({ kind: 'archive', name: 'x.zip.001' });
    expect(describeFiles([files[1]!])).toMatchObject({ kind: 'files' });
  });

  it('is taken once where the whole one lies beside its parts', async () => {
    const whole = await fixture('zip/deflated.zip');
    for (const names of [numbered(3, 3), ['x.zip.z01', 'x.zip.z02']]) {
      const source = withArchives(memorySource('', { ...cut(whole, names), 'x.zip': whole }));
      const inside = (await listAll(source)).filter((path) => path.includes('/'));
      expect(inside).toHaveLength(3);
      expect(inside.every((path) => path.startsWith('x.zip/'))).toBe(true);
    }
  });

  it('is no archive that is called a little like a part', async () => {
    const names = ['scan.z01', 'x.zip.md', 'x.zip.01.txt', 'x.tar.xz', 'part01', '001', 'aa'];
    const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(3)]));
    expect(await listAll(withArchives(memorySource('', files)))).toEqual([...names].sort());
  });
});

describe('a zip in volumes', () => {
  it.each(['split', 'wide'])('is one archive: %s', async (name) => {
    const source = withArchives(memorySource('', await volumes(name)));
    expect(await listAll(source)).toEqual(
      ['a/empty.txt', 'a/正常.txt', 'numbers.txt'].map((path) => `${name}.zip/data/${path}`),
    );
    expect(textOf(await readAll(await source.open(`${name}.zip/data/numbers.txt`)))).toBe(numbers);
    expect(textOf(await readAll(await source.open(`${name}.zip/data/a/正常.txt`)))).toBe('肺');
  });
});

describe('a part that is missing', () => {
  const opening = (files: Files, path: string) => {
    const source = memorySource('', files);
    return problemOf(openArchiveAt((name) => source.open(name), path));
  };
  const less = (files: Files, ...names: readonly string[]) =>
    Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));

  it.each([
    ['x.zip.002', 'x.zip.001'],
    ['x.zip.003', 'x.zip.001'],
  ])('is named: %s', async (part, path) => {
    const files = less(cut(await fixture('zip/deflated.zip'), numbered(3, 3)), part);
    expect(await opening(files, path)).toMatchObject({
      kind: 'missing-part',
      file: path,
      parameters: { part, detail: expect.stringContaining('end of central directory') as string },
    });
    // What is there stays in the listing, so that the person is told.
    expect(await listAll(withArchives(memorySource('', files)))).toEqual(Object.keys(files));
  });

  it.each([
    ['split', 'z01'],
    ['split', 'z02'],
    ['split', 'z03'],
    ['wide', 'z02'],
  ])('is named: %s.%s of a zip in volumes', async (name, ending) => {
    const files = less(await volumes(name), `${name}.${ending}`);
    expect(await opening(files, `${name}.zip`)).toEqual({
      kind: 'missing-part',
      file: `${name}.zip`,
      parameters: { part: `${name}.${ending}`, detail: '4 volumes' },
    });
  });

  it('is named where only one was dropped', async () => {
    const parts = {
      ...cut(await fixture('zip/deflated.zip'), numbered(3, 3)),
      ...(await volumes('split')),
    };
    for (const [name, part] of [
      ['x.zip.001', 'x.zip.002'],
      ['split.zip', 'split.z01'],
    ] as const) {
      const file = new File([parts[name]!.slice()], name);
      const dropped = openSource(describeFiles([file]));
      expect(await problemOf(listAll(dropped))).toMatchObject({
        kind: 'missing-part',
        parameters: { part },
      });
    }
  });

  it.each([
    ['a/x.zip.003', 'a/x.zip.001'],
    ['x.zip.z12', 'x.zip.z01'],
    ['x.tar.gz.partac', 'x.tar.gz.partaa'],
    ['x.z02', 'x.zip'],
    ['x.zip.ac', null],
    ['x.tar.gz', null],
    ['scan.2', null],
  ])('%s needs %s', (path, leading) => {
    expect(leadingPart(path)).toBe(leading);
  });
});

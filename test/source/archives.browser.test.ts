/** Archives in the browser, whose blobs and streams are its own: what Node reads, Chromium must read too. */
import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { blobFile, describeFiles, openGzip, openSource } from '../../src/source/index.ts';
import { listAll, readAll, textOf } from './read-whole.ts';

/** As Vitest's own server reads it: Vite's says of a .gz that the browser should unpack it. */
async function fixture(path: string): Promise<Blob> {
  const text = await commands.readFile(`test/fixtures/${path}`, 'base64');
  return new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
}
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i).join(' ');

describe('an archive that was dropped', () => {
  it.each([
    ['tar/gnu.tar', 'data/numbers.txt', 1000],
    ['tar/pax.tar.gz', 'data/numbers.txt', 1000],
    ['zip/deflated.zip', 'numbers.txt', 4000],
    ['zip/stored.zip', 'numbers.txt', 4000],
  ])('is listed and read: %s', async (path, inner, count) => {
    const name = path.slice(4);
    const source = openSource({ kind: 'archive', name, file: await fixture(path) });
    expect(await listAll(source)).toContain(inner);
    const file = await source.open(inner);
    const text = numbers(count);
    expect(textOf(await file.slice(100, 120))).toBe(text.slice(100, 120));
    expect(textOf(await file.slice(0, file.size))).toBe(text);
    expect(textOf(await readAll(file))).toBe(text);
  });

  it('may be in parts, which are joined where they lie', async () => {
    const whole = await fixture('zip/deflated.zip');
    const cuts = [0, 3000, 6000, whole.size];
    const files = cuts.slice(1).map((end, i) => {
      const name = `x.zip.${String(i + 1).padStart(3, '0')}`;
      return new File([whole.slice(cuts[i], end)], name);
    });
    const source = openSource(describeFiles(files));
    const file = await source.open('x.zip.001/data/numbers.txt');
    expect(textOf(await readAll(file))).toBe(numbers(4000));
    expect(await listAll(source)).toHaveLength(3);
  });

  // The browser's own DecompressionStream takes what stands behind the first member for junk.
  it.each(['bgzip.gz', 'two-members.gz', 'zeros-behind.gz'])(
    'may have several members: %s',
    async (name) => {
      const file = await openGzip(blobFile(name, await fixture(`gzip/${name}`), name));
      expect(textOf(await readAll(file))).toBe(numbers(4000));
      const own = (await fixture(`gzip/${name}`)).stream().pipeThrough(new DecompressionStream('gzip'));
      await expect(new Response(own).arrayBuffer()).rejects.toThrow();
    },
  );
});

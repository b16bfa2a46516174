import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUpToDate } from '../../src/headless/project.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'microtome-project-'));
  await mkdir(join(folder, 'src', 'room'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function touch(path: string, seconds: number): Promise<string> {
  const file = join(folder, path);
  await writeFile(file, '');
  await utimes(file, seconds, seconds);
  for (const parent of ['src/room', 'src']) await utimes(join(folder, parent), 1, 1);
  return file;
}

describe('isUpToDate', () => {
  it('compares with the newest file at any depth', async () => {
    const built = await touch('built', 100);
    await touch('src/a.ts', 50);
    expect(isUpToDate(built, [join(folder, 'src')])).toBe(true);
    await touch('src/room/b.ts', 101);
    expect(isUpToDate(built, [join(folder, 'src')])).toBe(false);
  });

  it('is false where nothing is built, and ignores sources that do not exist', async () => {
    expect(isUpToDate(join(folder, 'none'), [])).toBe(false);
    const built = await touch('built', 100);
    expect(isUpToDate(built, [join(folder, 'no-such-file')])).toBe(true);
  });
});

/** Hostile files (test/fixtures/damaged/make.py, a folder a reader), each of which is read, or refused in a sentence. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { waysToRead } from '../../bench/fuzz/readers.ts';
import { AppError } from '../../src/domain/index.ts';
import { bytesFile } from '../../src/source/index.ts';

const folder = new URL('../fixtures/damaged/', import.meta.url);
/** `read` or the kind of the AppError, by `reader/file`. */
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  string
>;

/** Anything else than an AppError is thrown. */
async function ending(attempt: Promise<void>): Promise<string> {
  try {
    await attempt;
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.problem.kind;
    throw error;
  }
}

describe('damaged files', () => {
  it('has an expectation for every fixture', () => {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s: %s', async (name, outcome) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
    for (const read of waysToRead(name.split('/')[0]!))
      expect(await ending(read(bytesFile(name, bytes)))).toBe(outcome);
  });
});

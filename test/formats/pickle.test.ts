/** Against what CPython's pickle module writes: bytes below are `pickle.dumps(value, protocol)`, made by `test/fixtures/pickle/make.py`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPickle } from '../../src/formats/index.ts';
import { memorySource } from '../../src/source/index.ts';

interface Case {
  readonly name: string;
  readonly protocol: number;
  readonly base64: string;
  /** What it holds as JSON; null where it has to be refused. */
  readonly json: string | null;
}
const file = new URL('../fixtures/pickle/cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

async function read(bytes: Uint8Array) {
  return readPickle(await memorySource('x', { 'a.pkl': bytes }).open('a.pkl'));
}

describe('plain data', () => {
  it.each(cases.filter(({ json }) => json !== null))('$name, protocol $protocol', async (one) => {
    expect(await read(Buffer.from(one.base64, 'base64'))).toEqual(JSON.parse(one.json!));
  });
});

describe('what would run code is refused', () => {
  it.each(cases.filter(({ json }) => json === null))('$name, protocol $protocol', async (one) => {
    await expect(read(Buffer.from(one.base64, 'base64'))).rejects.toMatchObject({
      problem: { kind: 'unsupported-table', parameters: { format: 'pickle' } },
    });
  });
});

describe('damage', () => {
  const whole = Buffer.from(cases.find(({ name }) => name === 'questions')!.base64, 'base64');

  it('at every byte where a pickle can break off is told', async () => {
    for (let bytes = 1; bytes < whole.length; bytes++)
      await expect(read(whole.subarray(0, bytes))).rejects.toMatchObject({
        problem: { kind: 'damaged-table' },
      });
  });

  it.each([
    ['no pickle', [0x50, 0x4b, 3, 4]],
    ['items for what is no list', [0x4e, 0x4e, 0x61, 0x2e]],
    ['nothing remembered', [0x68, 7, 0x2e]],
    ['a text that says to be longer than memory', [0x8d, 255, 255, 255, 255, 255, 255, 255, 127, 0x2e]],
  ])('%s', async (_, bytes) => {
    await expect(read(Uint8Array.from(bytes))).rejects.toMatchObject({
      problem: { kind: expect.stringMatching(/damaged-table|unsupported-table/) as string },
    });
  });

  it('keeps a key that would change what an object is as a plain key', async () => {
    // {'__proto__': {'a': 1}}
    const bytes = Buffer.from('80027d580900000' + '05f5f70726f746f5f5f7d5801000000614b0173732e', 'hex');
    const value = await read(bytes);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ForwardReader } from '../../src/source/forward-reader.ts';

const data = Uint8Array.from({ length: 100 }, (_, i) => i);

function fromFront(open: () => AsyncGenerator<Uint8Array, void, void>): ForwardReader {
  return new ForwardReader(
    () => ({ at: 0, chunks: open() }),
    () => 0,
  );
}

function reader(chunkLength: number) {
  const passes: number[] = [];
  const forward = fromFront(async function* () {
    const pass = passes.push(0) - 1;
    for (let at = 0; at < data.length; at += chunkLength) {
      await Promise.resolve();
      passes[pass]!++;
      yield data.subarray(at, at + chunkLength);
    }
  });
  return { forward, passes };
}

describe('ranges of bytes that only come in order', () => {
  it('are what a slice of the whole would be', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(110), fc.nat(110)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ranges, fc.integer({ min: 1, max: 120 }), async (wanted, chunkLength) => {
        const { forward } = reader(chunkLength);
        for (const [start, end] of wanted)
          expect(await forward.read(start, end)).toEqual(data.slice(start, Math.max(start, end)));
      }),
    );
  });

  it('cost one pass in order, and read no further than asked', async () => {
    const { forward, passes } = reader(10);
    for (let start = 0; start < 50; start += 5) await forward.read(start, start + 5);
    expect(passes).toEqual([5]);
    await forward.read(40, 50);
    expect(passes).toEqual([5]);
    await forward.read(39, 40);
    expect(passes).toEqual([5, 4]);
  });

  it('start anew after a failure', async () => {
    let failures = 1;
    const forward = fromFront(async function* () {
      await Promise.resolve();
      yield data.subarray(0, 10);
      if (failures-- > 0) throw new Error('pulled out');
      yield data.subarray(10);
    });
    await expect(forward.read(5, 15)).rejects.toThrow('pulled out');
    expect(await forward.read(5, 15)).toEqual(data.slice(5, 15));
  });
});

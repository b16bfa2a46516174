import { expect, it } from 'vitest';
import { decodeText } from '../../src/formats/index.ts';

/** A stream of chunks of a length that is no multiple of anything. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += 700_001)));
      else controller.close();
    },
  });
}

/** Characters of three bytes in UTF-8; of two, and of four with digits of ASCII among them (`㐀`), in GB18030. */
const words = {
  'utf-8': new TextEncoder().encode('肺炎肺炎,'),
  gb18030: Uint8Array.from([0xb7, 0xce, 0xb7, 0xce, 0xb7, 0xce, 0x81, 0x39, 0xee, 0x39, 0x2c]),
};

it.each(['utf-8', 'gb18030'] as const)(
  'a line of many megabytes comes in pieces, no character of which is cut through: %s',
  async (encoding) => {
    const word = words[encoding];
    const times = Math.ceil(9_000_000 / word.length);
    for (const before of [0, 1, 2]) {
      const bytes = new Uint8Array(before + times * word.length).fill(0x41, 0, before);
      for (let i = 0; i < times; i++) bytes.set(word, before + i * word.length);
      const pieces: string[] = [];
      for await (const piece of decodeText(streamOf(bytes))) pieces.push(piece);
      expect(pieces.join('') === new TextDecoder(encoding).decode(bytes)).toBe(true);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(5_000_000);
      expect(pieces.length).toBeGreaterThan(2);
    }
  },
);

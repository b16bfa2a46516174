/** Videos decoded by the browser against FFmpeg's frames (test/fixtures/video/make.py). */
import { describe, expect, it } from 'vitest';
import { isDeep } from '../../src/domain/index.ts';
import { type ImageStack, openImage } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';
import { fromBase64 } from '../preprocess/fixture-bytes.ts';
import { problemOf } from '../source/problem-of.ts';
import expected from '../fixtures/video/expected.json' with { type: 'json' };

const addresses = import.meta.glob<string>('../fixtures/video/*.{mp4,mov,m4v}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const videos = Object.entries(expected.rgb).filter(([name]) => !name.endsWith('.avi'));
const frameBytes = expected.width * expected.height * 3;

async function fixture(name: string): Promise<Uint8Array> {
  const response = await fetch(addresses[`../fixtures/video/${name}`]!);
  return new Uint8Array(await response.arrayBuffer());
}

/** Largest difference of a frame to FFmpeg's. */
async function difference(stack: ImageStack, frame: number, known: Uint8Array): Promise<number> {
  const image = await stack.read(frame);
  if (isDeep(image)) throw new Error('deeper than 8 bits');
  const { width, height, channels, data } = image;
  expect({ width, height, channels }).toEqual({
    width: expected.width,
    height: expected.height,
    channels: 3,
  });
  return data.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - known[frame * frameBytes + i]!)),
    0,
  );
}

describe('video', () => {
  it.each(videos)("has FFmpeg's frames, in any order: %s", async (name, rgb) => {
    const known = fromBase64(rgb);
    const stack = await openImage(bytesFile(name, await fixture(name)));
    expect(stack.frames).toBe(expected.frames);
    expect(stack.representative).toBe(5);
    const differences = [];
    for (const frame of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 9, 0])
      differences.push(await difference(stack, frame, known));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    stack.close();
  });

  it('answers calls that come at once', async () => {
    const [name, rgb] = videos[0]!;
    const stack = await openImage(bytesFile(name, await fixture(name)));
    const known = fromBase64(rgb);
    const differences = await Promise.all([7, 2, 8, 0].map((frame) => difference(stack, frame, known)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    stack.close();
  });

  it('with a codec that the browser lacks is refused by its name', async () => {
    const file = bytesFile('mpeg4.mp4', await fixture('mpeg4.mp4'));
    expect(await problemOf(openImage(file))).toMatchObject({
      kind: 'unsupported-image',
      parameters: { format: 'MP4', detail: 'mp4v' },
    });
  });

  it('that is damaged in its packets ends in frames or in an AppError', async () => {
    const whole = await fixture('h264.mp4');
    for (let at = 60; at < 1200; at += 97) {
      const bytes = whole.map((byte, i) => (i >= at && i < at + 20 ? byte ^ 0xa5 : byte));
      const stack = await openImage(bytesFile('a.mp4', bytes));
      for (const frame of [0, 9]) {
        const problem = await stack.read(frame).then(
          () => null,
          (error: unknown) => problemOf(Promise.reject(error as Error)),
        );
        if (problem !== null) expect(problem.kind).toBe('damaged-image');
      }
      stack.close();
    }
  });
});

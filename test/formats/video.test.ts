/**
 * Videos without a browser: Motion JPEG against Pillow's pixels (test/fixtures/video/make.py), what is refused for its codec, what is wrong with
 * damaged files, and which frames are asked of a decoder. Decoding is in `video.browser.test.ts`.
 */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/index.ts';
import { evenFrames, openImage, sniffImage } from '../../src/formats/index.ts';
import { VideoFrames } from '../../src/formats/video/video-frames.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';
import expected from '../fixtures/video/expected.json' with { type: 'json' };

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/video/${name}`, import.meta.url)));
const open = (name: string) => openImage(bytesFile(name, fixture(name)));
const frameBytes = expected.width * expected.height * 3;

describe('Motion JPEG', () => {
  it.each(['mjpeg.avi', 'mjpeg-without-index.avi'])("has Pillow's frames: %s", async (name) => {
    const known = Buffer.from(expected.rgb['mjpeg.avi'], 'base64');
    const stack = await open(name);
    expect(stack.frames).toBe(expected.frames);
    expect(stack.representative).toBe(5);
    for (const frame of [0, 1, 9, 4]) {
      const { width, height, data } = await stack.read(frame);
      expect({ width, height }).toEqual({ width: expected.width, height: expected.height });
      const rgb = known.subarray(frame * frameBytes, (frame + 1) * frameBytes);
      expect(Buffer.compare(Buffer.from(data as Uint8Array), rgb)).toBe(0);
    }
    await expect(stack.read(10)).rejects.toThrow(RangeError);
  });

  it('is truncated wherever it is cut off', async () => {
    const whole = fixture('mjpeg.avi');
    for (let length = 12; length < whole.length - 1; length += 97) {
      const problem = await problemOf(openImage(bytesFile('a.avi', whole.subarray(0, length))));
      expect(problem).toEqual({
        kind: 'truncated-image',
        file: 'a.avi',
        parameters: { format: 'AVI', bytes: length },
      });
    }
  });
});

describe('a video that can not be decoded', () => {
  it.each([
    ['mpeg4.avi', 'avi', 'AVI', 'FMP4'],
    ['raw.avi', 'avi', 'AVI', 'without compression'],
    ['mpeg4.mp4', 'mp4', 'MP4', 'mp4v'],
    // There is no decoder outside browsers.
    ['h264.mp4', 'mp4', 'MP4', 'avc1.64000a'],
    ['h264-fragments.mp4', 'mp4', 'MP4', 'avc1.64000a'],
    ['vp9.mp4', 'mp4', 'MP4', 'vp09.00.10.08.01.02.02.02.00'],
  ])('names its codec: %s', async (name, id, format, detail) => {
    expect(sniffImage(fixture(name))).toBe(id);
    expect(await problemOf(open(name))).toEqual({
      kind: 'unsupported-image',
      file: name,
      parameters: { format, detail },
    });
  });

  it.each(['h264.mp4', 'h264-fast-start.m4v', 'h264.mov'])(
    'is truncated or has no index, wherever it is cut off: %s',
    async (name) => {
      const whole = fixture(name);
      for (let length = 12; length < whole.length; length += 61) {
        const problem = await problemOf(openImage(bytesFile(name, whole.subarray(0, length))));
        expect(problem.kind).toMatch(/^(truncated|damaged)-image$/);
      }
    },
  );

  it.each(['stts', 'ctts', 'stsz'])('promises more frames than it has bytes: %s', async (table) => {
    const bytes = fixture('h264.mov');
    const at = Buffer.from(bytes).indexOf(table) + 12;
    bytes.fill(0xff, at, at + 4);
    expect(await problemOf(openImage(bytesFile('a.mov', bytes)))).toMatchObject({
      kind: 'damaged-image',
      parameters: { detail: expect.stringMatching(`frames in ${table}`) as string },
    });
  });

  it('ends in an AppError or in frames, whichever bytes are wrong', async () => {
    const names = fc.constantFrom('h264.mp4', 'h264-fragments.mp4', 'mjpeg.avi', 'mpeg4.avi');
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (name, changes) => {
          const bytes = fixture(name);
          for (const [place, value] of changes) bytes[Math.floor(place * (bytes.length - 1))] = value;
          try {
            const stack = await openImage(bytesFile(name, bytes));
            await stack.read(stack.representative);
            stack.close();
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('frames by number', () => {
  const times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  function counted(keyTimes: number[]) {
    const opened: number[] = [];
    let held = 0;
    const frames = new VideoFrames(times, keyTimes, async function* (from) {
      opened.push(from);
      for (const timestamp of times.slice(from)) {
        held++;
        yield await Promise.resolve({ timestamp, close: () => held-- });
      }
    });
    const read = async (frame: number) => {
      const sample = await frames.at(frame);
      sample?.close();
      return sample?.timestamp;
    };
    return { frames, opened, read, held: () => held };
  }

  it('go on where the decoder stands, and begin anew at key frames and where they go back', async () => {
    const { frames, opened, read, held } = counted([0, 4, 8]);
    expect(await Promise.all([0, 1, 3, 4].map(read))).toEqual([0, 1, 3, 4]);
    expect(opened).toEqual([0]);
    expect(await read(9)).toBe(9);
    expect(opened).toEqual([0, 9]);
    expect(await read(2)).toBe(2);
    expect(opened).toEqual([0, 9, 2]);
    await frames.close();
    expect(held()).toBe(0);
  });

  it('are spread evenly', () => {
    expect(evenFrames(10, 3)).toEqual([1, 5, 8]);
    expect(evenFrames(10, 1)).toEqual([5]);
    expect(evenFrames(3, 8)).toEqual([0, 1, 2]);
    expect(evenFrames(0, 4)).toEqual([]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 64 }), (total, count) => {
        const frames = evenFrames(total, count);
        expect(frames).toHaveLength(Math.min(total, count));
        expect(new Set(frames).size).toBe(frames.length);
        expect(frames.every((frame) => frame >= 0 && frame < total)).toBe(true);
      }),
    );
  });
});

/** Moments of a video, encoded by the browser: each second has a grey of its own beside noise, which makes the file large. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';
import {
  defaultRecipe,
  type ImageReference,
  type Source,
  type SourceFile,
} from '../../src/domain/index.ts';
import { type CutRow, cutRows, pixelReader } from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';

const [seconds, framesPerSecond, side] = [24, 25, 160] as const;
const path = 'videos/video01.mp4';

const greyOf = (second: number) => 20 + 9 * second;

async function madeVideo(): Promise<Uint8Array> {
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() });
  const settings = { codec: 'vp9', bitrate: 1e7, bitrateMode: 'constant', keyFrameInterval: 4 } as const;
  const track = new VideoSampleSource(settings);
  output.addVideoTrack(track, { frameRate: framesPerSecond });
  await output.start();
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    const grey = greyOf(Math.floor(frame / framesPerSecond));
    crypto.getRandomValues(pixels.subarray(0, pixels.length / 2));
    pixels.fill(grey, pixels.length / 2);
    const format = { format: 'RGBX', codedWidth: side, codedHeight: side } as const;
    const times = { timestamp: frame / framesPerSecond, duration: 1 / framesPerSecond };
    const sample = new VideoSample(pixels, { ...format, ...times });
    await track.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(output.target.buffer!);
}

let video: Uint8Array;
beforeAll(async () => {
  video = await madeVideo();
}, 120_000);

/** A source that counts the bytes read of its files. */
function counted(): { readonly source: Source; bytes: number; longest: number } {
  const inner = memorySource('cholec80', { [path]: video });
  const count = {
    bytes: 0,
    longest: 0,
    source: {
      ...inner,
      list: (signal?: AbortSignal) => inner.list(signal),
      async open(one: string): Promise<SourceFile> {
        const file = await inner.open(one);
        const slice = async (start: number, end: number) => {
          count.bytes += end - start;
          count.longest = Math.max(count.longest, end - start);
          return file.slice(start, end);
        };
        return { path: file.path, size: file.size, modified: 0, slice, stream: () => file.stream() };
      },
    },
  };
  return count;
}

async function cut(source: Source, moments: readonly number[]): Promise<CutRow[]> {
  const images = moments.map((at): ImageReference => ({ kind: 'file', path, seconds: at }));
  const found: CutRow[] = [];
  const options = { ...defaultRecipe.cut, size: 28 } as const;
  for await (const row of cutRows(pixelReader(source), images, [...images.keys()], options, 1))
    found.push(row);
  return found;
}

/** Of the lower half, which is grey. */
const greyIn = (row: CutRow) => {
  if ('problem' in row) throw new Error(JSON.stringify(row.problem));
  const lower = row.data.subarray(20 * 28);
  return lower.reduce((sum, value) => sum + value, 0) / lower.length;
};

describe('moments of a video', () => {
  it('are the frames on show then', async () => {
    // The last frame before a second, the first of it, and one in its middle.
    const moments = Array.from({ length: seconds }, (_, at) => [at, at + 0.5, at + 0.97]).flat();
    const rows = await cut(counted().source, moments);
    expect(rows.map(({ row }) => row)).toEqual([...moments.keys()]);
    const wrong = rows.filter((row, i) => Math.abs(greyIn(row) - greyOf(Math.floor(moments[i]!))) > 4);
    expect(wrong).toEqual([]);
  });

  it('are read from the key frame before, and never with all of the file', async () => {
    expect(video.length).toBeGreaterThan(9e6);
    const one = counted();
    expect(greyIn((await cut(one.source, [17]))[0]!)).toBeCloseTo(greyOf(17), -1);
    expect(one.bytes).toBeLessThan(video.length / 3);
    const all = counted();
    await cut(
      all.source,
      Array.from({ length: seconds }, (_, at) => at),
    );
    // None is read again for the next moment.
    expect(all.bytes).toBeLessThan(1.3 * video.length);
    expect(all.longest).toBeLessThan(video.length / 3);
  });

  it('after its end are rejected by themselves', async () => {
    const rows = await cut(counted().source, [seconds - 0.04, seconds + 0.04, seconds + 5]);
    expect(rows.map((row) => ('problem' in row ? row.problem : null))).toEqual([
      null,
      expect.objectContaining({ kind: 'damaged-image', file: path }),
      expect.objectContaining({ kind: 'damaged-image', file: path }),
    ]);
  });
});

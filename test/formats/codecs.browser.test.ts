/** The codecs that are loaded when they are needed, in a worker of a real browser: glue and wasm have to arrive there. */
import { describe, expect, it } from 'vitest';
import expected from '../fixtures/dicom/expected.json';
import type { CodecAnswer } from './codecs-worker.ts';

const files = import.meta.glob<string>(
  ['../fixtures/dicom/{j2k,ls,htj2k,lossless,jpeg,deflated}-*.dcm'],
  {
    query: '?url',
    import: 'default',
    eager: true,
  },
);

describe('in a worker', () => {
  it('every codec decodes as it does in Node', async () => {
    const worker = new Worker(new URL('./codecs-worker.ts', import.meta.url), { type: 'module' });
    const names = Object.keys(files);
    expect(names.length).toBeGreaterThan(25);
    for (const name of names) {
      const answer = await new Promise<CodecAnswer>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<CodecAnswer>) => {
          resolve(data);
        };
        worker.onerror = ({ message }) => {
          reject(new Error(message));
        };
        worker.postMessage({ name, url: new URL(files[name]!, location.href).href });
      });
      const wanted = expected[name.split('/').at(-1) as keyof typeof expected];
      const tolerance = 'tolerance' in wanted ? wanted.tolerance : 0;
      const bytes = Uint8Array.from(atob(wanted.frames[0]!), (char) => char.charCodeAt(0));
      const Values = answer.values!.constructor as new (buffer: ArrayBuffer) => Uint8Array;
      const values = new Values(bytes.buffer);
      expect([name, answer.problem, answer.values!.length]).toEqual([name, null, values.length]);
      const worst = Math.max(...Array.from(answer.values!, (value, i) => Math.abs(value - values[i]!)));
      expect([name, worst <= tolerance]).toEqual([name, true]);
    }
    worker.terminate();
  });
});

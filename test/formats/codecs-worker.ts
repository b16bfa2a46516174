/** Reads one file for each message; for codecs.browser.test.ts. */
import type { DecodedImage } from '../../src/domain/index.ts';
import { readImage } from '../../src/formats/index.ts';
import { bytesFile } from '../../src/source/index.ts';

export interface CodecAnswer {
  readonly values: DecodedImage['data'] | null;
  readonly problem: string | null;
}

self.onmessage = async ({ data: { name, url } }: MessageEvent<{ name: string; url: string }>) => {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const answer = await readImage(bytesFile(name, bytes), undefined, 0).then(
    ({ data }): CodecAnswer => ({ values: data, problem: null }),
    (error: unknown): CodecAnswer => ({ values: null, problem: String(error) }),
  );
  self.postMessage(answer);
};

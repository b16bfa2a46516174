/** One picture after the other through the steps that a cutting worker goes through, each timed by itself. */
import { openImage } from '../../src/formats/index.ts';
import { cutImage } from '../../src/preprocess/index.ts';
import { windowed } from '../../src/preprocess/window.ts';
import { bytesFile } from '../../src/source/index.ts';
import type { Profile, ProfileJob } from './profile.ts';

/** Pictures that go first and do not count: decoders are loaded and code is compiled. */
const warmUp = 6;

self.onmessage = ({ data }: MessageEvent<ProfileJob>) => {
  profile(data).then(
    (profiled) => self.postMessage(profiled),
    (error: unknown) => self.postMessage(String(error)),
  );
};

async function profile({ files, options }: ProfileJob): Promise<Profile> {
  const spent = { read: 0, decode: 0, window: 0, resample: 0, write: 0 };
  const root = await navigator.storage.getDirectory();
  const file = await root.getFileHandle('profile.bin', { create: true });
  const access = await file.createSyncAccessHandle();
  const atLeast = options.decode === 'fast' ? 2 * options.size : null;
  for (const [index, picture] of files.entries()) {
    const marks = [performance.now()];
    const mark = () => marks.push(performance.now());
    const bytes = new Uint8Array(await picture.arrayBuffer());
    mark();
    const stack = await openImage(bytesFile(picture.name, bytes), {
      plane: null,
      atLeast,
      upright: false,
    });
    const decoded = await stack.read(0);
    stack.close();
    mark();
    const pixels = windowed(decoded, options.window);
    mark();
    const cut = cutImage(pixels, options, 1);
    mark();
    access.write(cut, { at: 0 });
    mark();
    if (index < warmUp) continue;
    for (const [stage, name] of (['read', 'decode', 'window', 'resample', 'write'] as const).entries())
      spent[name] += (marks[stage + 1]! - marks[stage]!) / (files.length - warmUp);
  }
  access.close();
  return spent;
}

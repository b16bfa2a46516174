/** Cuts the chosen folder with the engine, as the program's own page does, and says how long it took. */
import {
  AppError,
  completeRecipe,
  type CompleteRecipe,
  type Prepared,
  type Recipe,
} from '../../src/domain/index.ts';
import { createEngine } from '../../src/engine/index.ts';
import { describeFiles } from '../../src/source/index.ts';
import type { Profile, ProfileJob } from './profile.ts';

export interface CutTime {
  readonly images: number;
  readonly rejected: number;
  /** Of the cut alone: from its start to the last shard written. */
  readonly seconds: number;
}

type Decode = CompleteRecipe['cut']['decode'];

declare global {
  interface Window {
    /** Recognises the folder and forgets what was cut of it. */
    prepareFolder?: (decode: Decode) => Promise<void>;
    cutFolder?: () => Promise<CutTime>;
    /** Or why there is none. */
    profileFolder?: (decode: Decode) => Promise<Profile | string>;
  }
}

/** Enough for a mean. */
const profiledFiles = 80;

const engine = createEngine();
const never = new AbortController().signal;

function chosen(): File[] {
  return [...(document.getElementById('folder') as HTMLInputElement).files!];
}

function recipe(decode: Decode): Recipe {
  return completeRecipe({ cut: { size: 224, decode, channels: 'grey' } });
}

let prepared: Prepared | null = null;

window.prepareFolder = async (decode) => {
  await engine.forgetEverything();
  const opening = engine.open(describeFiles(chosen()), never);
  while ((await opening.next()).done !== true);
  prepared = await engine.prepare(recipe(decode), never);
  // A person presses the button no sooner; the workers have started by then.
  await new Promise((resolve) => setTimeout(resolve, 1000));
};

window.cutFolder = async () => {
  try {
    return await cut(prepared!);
  } catch (error) {
    if (!(error instanceof AppError) || error.problem.kind !== 'no-usable-images') throw error;
    return { images: 0, rejected: chosen().length, seconds: NaN };
  }
};

async function cut(what: Prepared): Promise<CutTime> {
  const cutting = engine.cut(what, never);
  for (;;) {
    const step = await cutting.next();
    if (!step.done) continue;
    const { total, rejected, seconds } = step.value;
    return { images: total - rejected.length, rejected: rejected.length, seconds };
  }
}

window.profileFolder = (decode) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./profile.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Profile | string>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    const job: ProfileJob = { files: chosen().slice(0, profiledFiles), options: recipe(decode).cut };
    worker.postMessage(job);
  });

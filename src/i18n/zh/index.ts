/** The Chinese dictionary, put together from one file a step. */
import { cut } from './cut.ts';
import { data } from './data.ts';
import { evidence } from './evidence.ts';
import { explain } from './explain.ts';
import { findings } from './findings.ts';
import { health } from './health.ts';
import { keep, tryIt } from './keep.ts';
import { model } from './model.ts';
import { problems } from './problems.ts';
import { results } from './results.ts';
import { shell } from './shell.ts';
import { target } from './target.ts';
import { train } from './train.ts';
import type { SameShape } from '../sentences.ts';
import type { en } from '../en/index.ts';

type Words = SameShape<typeof en>;

export const zh = {
  shell,
  data,
  target,
  cut,
  health,
  model,
  train,
  results,
  explain,
  keep,
  tryIt,
  problems,
  evidence,
  findings,
} satisfies Words;

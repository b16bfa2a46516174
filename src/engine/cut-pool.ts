/**
 * Cuts the shards of a plan in a pool of workers, each taking the next shard when it is free: one worker a core, since decoders
 * compute in the worker and nothing else does meanwhile. A shard whose worker died is cut again by a new worker; its images
 * are suspected only when that keeps happening.
 */
import {
  AppError,
  type CutProgress,
  type CutSummary,
  type Prepared,
  type RejectedSample,
  type ResamplerName,
  type SourceDescriptor,
} from '../domain/index.ts';
import type { ShardResult, PreprocessService } from '../services/index.ts';
import { shardCount, stored } from '../storage/index.ts';
import type { WorkerClient } from '../transport/index.ts';
import { EventQueue } from './event-queue.ts';
import { preprocessWorker } from './workers.ts';

/** More workers than this only wait for the disk. */
const mostWorkers = 8;
/** How often one shard may take its worker with it before the cut gives up. */
const mostLosses = 2;

type Cutter = WorkerClient<PreprocessService>;

type PoolEvent =
  | { readonly kind: 'rows'; readonly done: number }
  | { readonly kind: 'shard'; readonly result: ShardResult };

export class CutPool {
  /** Started ahead, for the source beside. */
  #ready: Cutter[] = [];
  #source: SourceDescriptor | null = null;

  /** Starts the workers that a cut will need, and has them load what it takes, so that it begins at once. */
  async warm(source: SourceDescriptor, { cutId, picture, recipe, isCut }: Prepared): Promise<void> {
    if (cutId === null || picture === null || isCut) return;
    const size = poolSize(shardCount(await stored('cuts', cutId)));
    if (this.#source !== source) this.end();
    this.#source = source;
    while (this.#ready.length < size) {
      const client = cutter(source);
      // Nobody waits for it: a worker that fails at this fails again, or is replaced, when it cuts.
      client.call((remote) => remote.rehearse(picture, recipe.cut)).catch(() => undefined);
      this.#ready.push(client);
    }
  }

  /** Ends the workers that wait for a cut. */
  end(): void {
    for (const client of this.#ready.splice(0)) client.end();
  }

  /** Resolves with what was cut; aborting (or leaving the loop) keeps the shards that are written. */
  async *cut(
    source: SourceDescriptor,
    cutId: string,
    signal: AbortSignal,
  ): AsyncGenerator<CutProgress, CutSummary, void> {
    const cut = await stored('cuts', cutId);
    const shards = shardCount(cut);
    const started = performance.now();
    const events = new EventQueue<PoolEvent>();
    const giveUp = new AbortController();
    const inner = AbortSignal.any([signal, giveUp.signal]);

    let next = 0;
    const work = async (): Promise<void> => {
      const client = this.#take(source);
      try {
        while (next < shards) await cutOne(client, cutId, next++, events, inner);
      } finally {
        client.end();
      }
    };
    const pool = Promise.all(Array.from({ length: poolSize(shards) }, work));
    pool.then(
      () => events.end(),
      (error: unknown) => {
        giveUp.abort();
        events.fail(error);
      },
    );

    const rejected: RejectedSample[] = [];
    const tally = { done: 0, reused: 0, bytes: 0 };
    const resamplers = new Set<ResamplerName>();
    let gpuFailure: string | null = null;
    try {
      for await (const event of events) {
        if (event.kind === 'rows') tally.done += event.done;
        else {
          rejected.push(...event.result.rejected);
          tally.bytes += event.result.bytes;
          if (event.result.reused) tally.reused += event.result.rows.length;
          if (event.result.resampler !== null) resamplers.add(event.result.resampler);
          gpuFailure ??= event.result.gpuFailure;
        }
        const seconds = (performance.now() - started) / 1000;
        const imagesPerSecond = (tally.done - tally.reused) / seconds;
        yield {
          done: tally.done,
          total: cut.rows,
          imagesPerSecond,
          secondsLeft: imagesPerSecond > 0 ? (cut.rows - tally.done) / imagesPerSecond : Infinity,
          written: event.kind === 'shard' ? event.result.rows : [],
          rejected: event.kind === 'shard' ? event.result.rejected : [],
        };
      }
      rejected.sort((a, b) => a.row - b.row);
      return {
        total: cut.rows,
        rejected,
        seconds: (performance.now() - started) / 1000,
        bytes: tally.bytes,
        resamplers: [...resamplers].sort(),
        gpuFailure,
      };
    } finally {
      giveUp.abort();
      // Those that a smaller cut did not need.
      this.end();
    }
  }

  #take(source: SourceDescriptor): Cutter {
    const client = this.#source === source ? this.#ready.pop() : undefined;
    return client ?? cutter(source);
  }
}

/** A worker that has the source before it is asked for anything; it starts when it is first asked. */
function cutter(source: SourceDescriptor): Cutter {
  const client = preprocessWorker();
  client.tellFirst((remote) => remote.attach(source));
  return client;
}

function poolSize(shards: number): number {
  return Math.max(1, Math.min(mostWorkers, shards, navigator.hardwareConcurrency));
}

async function cutOne(
  client: Cutter,
  cutId: string,
  shard: number,
  events: EventQueue<PoolEvent>,
  signal: AbortSignal,
): Promise<void> {
  for (let losses = 0; ; losses++) {
    let counted = 0;
    try {
      const progress = client.stream((remote) => remote.cutShard(cutId, shard, signal), signal);
      for (;;) {
        const event = await progress.next();
        if (event.done) {
          events.push({ kind: 'shard', result: event.value });
          return;
        }
        counted += event.value.done;
        events.push({ kind: 'rows', done: event.value.done });
      }
    } catch (error) {
      const lost = error instanceof AppError && error.problem.kind === 'worker-lost';
      if (!lost || losses === mostLosses) throw error;
      events.push({ kind: 'rows', done: -counted });
    }
  }
}

/**
 * An engine without workers, for tests and for looking at the page: plausible pictures, curves and figures, every event,
 * and failures on demand. It can stand still in the middle of something, as if time had stopped.
 */
import {
  AppError,
  cutSizes,
  type CutProgress,
  type Inspection,
  type Prepared,
  type Preview,
  type Problem,
  type RecentSource,
  type Recipe,
  type RunResult,
  type RunSummary,
} from '../../src/domain/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import type { PixelReader } from '../../src/preprocess/index.ts';
// By itself: the whole room would bring all formats onto a page that reads none.
import { RowPreviewer } from '../../src/preprocess/preview-row.ts';
import {
  backend,
  boxTarget,
  complete,
  defaultComplete,
  epoch,
  fakePoints,
  inspection,
  probability,
  rejected,
  runResult,
  targetOf,
} from './fake-data.ts';
import { fakeEmbeddingMap, fakeExplanation } from './fake-explanations.ts';
import { fakeReport } from './fake-findings.ts';
import { fakeBoxes, fakeDrawn } from './fake-boxes.ts';
import { fakeFilm, fakeScan, isPositive } from './fake-pictures.ts';

type Failing = 'open' | 'prepare' | 'cut' | 'train' | 'files' | 'load' | 'explain';

export interface FakeOptions {
  /** Milliseconds between events. */
  readonly pace?: number;
  /** Problems that the named call throws instead of working. */
  readonly fail?: Partial<Record<Failing, Problem>>;
  /** Stands still here until it is stopped. */
  readonly halt?: 'opening' | 'cutting' | 'training' | 'explaining' | 'learning-curve';
  /** Nothing is on this machine from before. */
  readonly fresh?: boolean;
  /** Pictures are CT slices of 12 bits instead of films of 8. */
  readonly deep?: boolean;
  /** What the source is besides what it is otherwise. */
  readonly inspected?: Partial<Inspection>;
  /** The health checks find something. */
  readonly troubled?: boolean;
  /** Two readers drew boxes in the pictures. */
  readonly boxed?: boolean;
}

export interface FakeEngine extends Engine {
  /** Names of the calls so far. */
  readonly calls: string[];
}

/** Pictures that are drawn when they are read. */
function fakePictures(deep: boolean): PixelReader {
  const draw = deep ? fakeScan : fakeFilm;
  const unused = () => Promise.reject(new Error('only previews are read here'));
  const decoded: PixelReader['decoded'] = (reference) =>
    Promise.resolve(draw('path' in reference ? Number(reference.path) : 0, 480, 400));
  const together: PixelReader['together'] = (reference) => Promise.resolve([reference]);
  return { load: unused, one: unused, run: unused, together, volume: unused, decoded };
}

const watchedRows = [3, 17, 22, 41, 58, 63, 77, 90];

export function fakeEngine({
  pace = 0,
  fail = {},
  halt,
  fresh = false,
  deep = false,
  troubled = false,
  inspected = {},
  boxed = false,
}: FakeOptions = {}): FakeEngine {
  const previewer = new RowPreviewer(fakePictures(deep));
  const calls: string[] = [];
  const cutIds = new Set<string>();
  const runs = new Map<string, RunSummary>();
  const results = new Map<string, RunResult>();
  const recents: RecentSource[] = [];
  if (!fresh) {
    recents.push({ id: 's1', name: 'chest-films', title: inspection.title, opened: 1_790_000_000_000 });
    const textOnly = { ...defaultComplete, inputs: 'text' as const };
    addRun('earlier', textOnly, 'done', 0.741, 1_790_100_000_000);
    addRun('broken', defaultComplete, 'training', null, 1_790_200_000_000);
    results.set('earlier', runResult('earlier', textOnly, 0.741));
  }

  function addRun(
    runId: string,
    recipe: typeof defaultComplete,
    state: RunSummary['state'],
    testAuc: number | null,
    started: number,
  ): void {
    const title = inspection.title;
    runs.set(runId, { runId, started, title, state, recipe, epoch: state === 'done' ? 20 : 7, testAuc });
  }

  async function pause(signal?: AbortSignal, forever = false): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', stop, { once: true });
      if (forever) return;
      setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, pace);
    });
  }

  function called(name: Failing): void {
    calls.push(name);
    const problem = fail[name];
    if (problem !== undefined) throw new AppError(problem);
  }

  async function* inspect(signal: AbortSignal) {
    yield { stage: 'listing' as const, done: 1204 };
    await pause(signal, halt === 'opening');
    yield { stage: 'table' as const, done: 3882 };
    await pause(signal);
    called('open');
    const found = boxed ? { ...inspection, boxes: 1207, boxTarget } : inspection;
    return { ...found, ...inspected };
  }

  async function* learn(
    recipe: typeof defaultComplete,
    runId: string,
    stop: AbortSignal,
    signal: AbortSignal,
  ) {
    calls.push(`train ${runId}`);
    addRun(runId, recipe, 'training', null, 1_790_300_000_000);
    yield { kind: 'backend' as const, choice: backend };
    const labels = watchedRows.map((row) => Number(isPositive(row)));
    yield { kind: 'watching' as const, rows: watchedRows, labels };
    const { epochs } = recipe.training;
    for (let number = 1; number <= epochs && !stop.aborted; number++) {
      for (let step = 1; step <= 4; step++) {
        await pause(signal, halt === 'training' && number === 12 && step === 3);
        const left = (epochs - number) * 9.4;
        const loss = epoch(number).trainLoss;
        yield {
          kind: 'step' as const,
          epoch: number,
          step,
          steps: 4,
          loss,
          samplesPerSecond: 288,
          secondsLeft: left,
        };
      }
      if (number === 3) called('train');
      const watched = Float32Array.from({ length: watchedRows.length * 2 }, (_, i) => {
        const positive = probability(watchedRows[i >> 1]!, number / epochs);
        return i % 2 === 1 ? positive : 1 - positive;
      });
      yield { kind: 'epoch' as const, result: epoch(number), best: Math.min(number, 10), watched };
    }
    yield { kind: 'evaluating' as const, split: 'test' as const, done: 624, total: 624 };
    yield { kind: 'baseline' as const, baseline: 'pixels' as const };
    const result = runResult(runId, recipe);
    results.set(runId, result);
    addRun(runId, recipe, 'done', 0.958, 1_790_300_000_000);
    return result;
  }

  function prepared(recipe: Recipe): Prepared {
    const whole = complete(recipe);
    const { size, fit, filter } = whole.cut;
    const cutId = whole.inputs === 'text' ? null : `cut-${size}-${fit}-${filter}`;
    return {
      recipe: whole,
      target: targetOf(whole.target),
      planId: 'plan',
      tableId: 'table',
      cutId,
      counts: { train: [1214, 1494], val: [135, 389], test: [234, 390] },
      samples: { train: 2708, val: 524, test: 624 },
      notices: [{ kind: 'labels-missing', samples: 26 }],
      picture: cutId === null ? null : { kind: 'file', path: 'images/0001.png' },
      isCut: cutId !== null && cutIds.has(cutId),
    };
  }

  async function* examining(plan: Prepared, signal: AbortSignal) {
    calls.push('examine');
    const total = 3856;
    for (const stage of ['samples', 'pictures', 'duplicates', 'shortcuts'] as const) {
      yield { stage, done: total / 2, total };
      await pause(signal);
    }
    if (!troubled) return { findings: [], withPixels: plan.isCut, seconds: 0.4 };
    return fakeReport(plan.cutId !== null && cutIds.has(plan.cutId));
  }

  async function* cutting(plan: Prepared, signal: AbortSignal) {
    const total = 3856;
    for (let done = 0; done < total;) {
      await pause(signal, halt === 'cutting' && done > total * 0.62);
      const count = Math.min(64, total - done);
      const written = Array.from({ length: count }, (_, i) => done + i);
      done += count;
      const index = Math.floor((done / total) * rejected.length) - 1;
      const before = Math.floor(((done - count) / total) * rejected.length) - 1;
      const news = index > before && index >= 0 ? [{ row: done, problem: rejected[index]! }] : [];
      if (done > total / 2) called('cut');
      const progress: CutProgress = {
        done,
        total,
        imagesPerSecond: 412,
        secondsLeft: (total - done) / 412,
        written,
        rejected: news,
      };
      yield progress;
    }
    if (plan.cutId !== null) cutIds.add(plan.cutId);
    return {
      total,
      rejected: rejected.map((problem, i) => ({ row: i, problem })),
      seconds: 38,
      bytes: total * 28 * 28,
      resamplers: ['simd' as const],
      gpuFailure: null,
    };
  }

  return {
    calls,
    sample: () => Promise.resolve({ kind: 'files', name: 'sample', files: [] }),
    open: (_source, signal) => inspect(signal),
    reread: (_reading, signal) => inspect(signal),
    async prepare(recipe, signal) {
      await pause(signal);
      called('prepare');
      return prepared(recipe);
    },
    examine: examining,
    cut: cutting,
    async preview(_prepared, row, options, signal): Promise<Preview> {
      await pause(signal);
      calls.push('preview');
      const reference = { kind: 'file', path: `${row}` } as const;
      const {
        original,
        frame,
        cuts: bySize,
        deep: behind,
      } = await previewer.preview(reference, options, cutSizes);
      const cuts = Object.fromEntries(bySize.map((one) => [one.width, one]));
      const label = isPositive(row) ? 'pneumonia' : 'normal';
      const text = isPositive(row) ? 'Patchy opacity in the lower zone.' : 'No acute findings.';
      const boxes = boxed ? fakeBoxes(original, frame, cuts, options) : [];
      return { id: `p${row}/film-1.png`, original, cuts, deep: behind, label, text, boxes };
    },
    boxes: (_runId, rows) =>
      Promise.resolve(
        rows.map(() => (boxed ? [{ ...fakeDrawn[0], place: { x: 4, y: 5, width: 9, height: 8 } }] : [])),
      ),
    pictures(cutId, rows) {
      const size = Number(cutId.split('-')[1]);
      const data = new Uint8Array(rows.length * size * size);
      rows.forEach((row, i) => data.set(fakeFilm(row, size, size).data, i * size * size));
      return Promise.resolve({ size, channels: 1, data });
    },
    train: (plan, stop, signal) => learn(plan.recipe, `run-${calls.length}`, stop, signal),
    resume: (runId, stop, signal) =>
      learn(runs.get(runId)?.recipe ?? defaultComplete, runId, stop, signal),
    runs: () => Promise.resolve([...runs.values()].sort((a, b) => b.started - a.started)),
    result: (runId) => Promise.resolve(results.get(runId) ?? runResult(runId, defaultComplete)),
    compare: (runId, otherId) => {
      const [here, there] = [runId, otherId].map(
        (id) => results.get(id)?.metrics.splits.test?.auc.value ?? 0.9,
      );
      const value = (here ?? 0) - (there ?? 0);
      const behind = { value, low: value - 0.011, high: value + 0.012 };
      return Promise.resolve({ auc: behind, acc: behind });
    },
    async *learningCurve(runId, fractions, signal) {
      calls.push(`learning curve ${runId}`);
      const curve = { split: 'test' as const, points: fakePoints };
      for (const [i, { fraction, samples }] of fakePoints.entries()) {
        if (!fractions.includes(fraction)) throw new Error(`no point of ${fraction} was invented`);
        const [epoch, epochs] = [4, 15] as const;
        const secondsLeft = 40 - 10 * i;
        yield { kind: 'training' as const, fraction, samples, epoch, epochs, secondsLeft };
        await pause(signal, halt === 'learning-curve' && i === 2);
        yield { kind: 'point' as const, curve: { ...curve, points: fakePoints.slice(0, i + 1) } };
      }
      return curve;
    },
    async *files(_runId, _locale, signal) {
      const sizes = {
        'recipe.json': 1200,
        'metrics.json': 2300,
        'predictions-test.csv': 31_000,
        'weights.safetensors': 251_000,
        'tfjs/model.json': 9100,
        'tfjs/group1-shard1of1.bin': 244_000,
        'report.html': 480_000,
        'tensors.npz': 3_023_104,
      } as const;
      for (const [name, size] of Object.entries(sizes)) {
        await pause(signal);
        called('files');
        yield {
          name: name as keyof typeof sizes,
          blob: new Blob([new Uint8Array(size)]),
          snippets: [{ language: 'Python', code: `open('${name}')` }],
        };
      }
    },
    async explain(runId, row, classIndex, signal) {
      await pause(signal);
      called('explain');
      const { recipe } = results.get(runId) ?? runResult(runId, defaultComplete);
      return fakeExplanation(recipe.inputs, row, classIndex);
    },
    async *neighbours(_runId, row, signal) {
      yield { stage: 'embedding', done: 512, total: 2708 };
      await pause(signal, halt === 'explaining');
      return Array.from({ length: 8 }, (_, i) => {
        const found = row + 100 * (i + 1);
        return {
          row: found,
          similarity: 0.99 - 0.013 * i,
          labels: Int32Array.of(Number(isPositive(found))),
        };
      });
    },
    async *embeddingMap(runId, projection, signal) {
      yield { stage: 'projecting', done: 40, total: 200 };
      await pause(signal, halt === 'explaining');
      const { predictions } = results.get(runId) ?? runResult(runId, defaultComplete);
      return fakeEmbeddingMap(projection, predictions[0]!.rows);
    },
    ask: () =>
      Promise.resolve({ probabilities: Float32Array.of(0.08, 0.92), seen: fakeFilm(7, 28, 28) }),
    async weightsOf(runId) {
      await pause();
      calls.push(`weightsOf ${runId}`);
      called('load');
      return '1'.repeat(32);
    },
    async load() {
      await pause();
      called('load');
      return {
        id: '0'.repeat(32),
        target: targetOf('finding'),
        inputs: 'image',
        covariates: [],
        largestDifference: 3.2e-7,
      };
    },
    askLoaded: () =>
      Promise.resolve({ probabilities: Float32Array.of(0.71, 0.29), seen: fakeFilm(8, 28, 28) }),
    recentSources: () => Promise.resolve(recents),
    reopen: (id) =>
      Promise.resolve({ kind: 'files', name: id === 's1' ? 'chest-films' : id, files: [] }),
    storage: () => Promise.resolve({ used: 34_200_000, quota: 12_000_000_000 }),
    forgetEverything() {
      runs.clear();
      recents.length = 0;
      calls.push('forgetEverything');
      return Promise.resolve();
    },
    forgetRun(runId) {
      runs.delete(runId);
      return Promise.resolve();
    },
  };
}

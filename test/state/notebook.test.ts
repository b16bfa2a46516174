/** The notebook goes from a source to files by its main buttons, and stays truthful when things are changed, stopped or broken. */
import { describe, expect, it, vi } from 'vitest';
import type { Problem, SourceDescriptor } from '../../src/domain/index.ts';
import { loadWords, locales } from '../../src/i18n/index.ts';
import {
  failureText,
  Notebook,
  repeatTraining,
  stepNames,
  volatileMemory,
  type Memory,
} from '../../src/state/index.ts';
import { rejected } from './fake-data.ts';
import { fakeEngine, type FakeOptions } from './fake-engine.ts';

await loadWords(...locales);

function open(options: FakeOptions = {}, memory: Memory = volatileMemory()) {
  const engine = fakeEngine({ fresh: true, ...options });
  const source = { kind: 'files', name: 'chest-films', files: [] } as const;
  const notebook = new Notebook({
    engine,
    doors: {
      describeDrop: () => Promise.resolve(source),
      describeFiles: () => source,
      pickDirectory: () => Promise.resolve(null),
    },
    memory,
    languages: ['en-GB'],
  });
  return { engine, notebook };
}

const waiting = (count: number) => Array.from({ length: count }, () => 'waiting');
const statuses = (notebook: Notebook) => stepNames.map((step) => notebook.status(step));

async function trained(options: FakeOptions = {}) {
  const opened = open(options);
  await opened.notebook.source.openSample();
  for (const step of ['target', 'cut', 'train'] as const) await opened.notebook.advance(step);
  return opened;
}

describe('the main buttons, one after the other', () => {
  it('lead from nothing to files to keep', async () => {
    const { notebook } = open();
    expect(statuses(notebook)).toEqual(['open', ...waiting(6)]);
    await notebook.source.openSample();
    expect(statuses(notebook)).toEqual(['done', 'open', ...waiting(5)]);
    expect(notebook.isUnfolded('data')).toBe(true);
    expect(notebook.isUnfolded('target')).toBe(true);
    await notebook.advance('target');
    expect(statuses(notebook)).toEqual(['done', 'done', 'open', 'done', ...waiting(3)]);
    expect(notebook.isUnfolded('data')).toBe(false);
    await notebook.advance('cut');
    expect(statuses(notebook)).toEqual(['done', 'done', 'done', 'done', 'open', ...waiting(2)]);
    await notebook.advance('train');
    expect(statuses(notebook)).toEqual([...stepNames.slice(0, 6).map(() => 'done'), 'open']);
    await notebook.advance('keep');
    expect(statuses(notebook)).toEqual(stepNames.map(() => 'done'));
    expect(notebook.keep.files.map((file) => file.name)).toContain('weights.safetensors');
  });

  it('fold each step to a sentence, in the language of the moment', async () => {
    const { notebook } = await trained();
    expect(notebook.sentence('data')).toMatch(
      /^Built-in sample · 3,879 images · 2,941 patients · read in /,
    );
    expect(notebook.sentence('target')).toBe(
      'finding from image and text · split: official · 2,708 / 524 / 624',
    );
    expect(notebook.sentence('cut')).toContain(
      '28 px, grey, stretch to a square, bicubic · 4 files could not be read',
    );
    expect(notebook.sentence('results')).toBe(
      'AUC 0.958 [0.940, 0.972] · accuracy 0.862 · majority 0.625',
    );
    await notebook.language.switch();
    expect(notebook.sentence('train')).toBe(
      '图像和文本 · 15 轮，第 10 轮最佳 · 用时 3 分 12 秒（WebAssembly）',
    );
  });

  it('train again with other seeds, and compare the runs', async () => {
    const { notebook } = await trained();
    await repeatTraining(notebook, 2);
    expect(notebook.results.result?.recipe.seed).toBe(2);
    await vi.waitFor(() => expect(notebook.results.earlier.length).toBeGreaterThan(1));
    const { earlier, repeated } = notebook.results;
    expect(earlier.map(({ differences }) => differences)).toContainEqual([
      { path: 'seed', here: '2', there: '1' },
    ]);
    expect(earlier[0]!.behind!.auc.value).toBe(0);
    expect(repeated?.runs).toBe(3);
    expect(repeated?.mean).toBeCloseTo(0.958, 12);
    expect(repeated?.spread).toBeCloseTo(0, 12);
  });

  it('cut and check the target by themselves where only training is pressed', async () => {
    const { notebook } = open();
    await notebook.source.openSample();
    await notebook.train.start();
    expect(notebook.status('cut')).toBe('done');
    expect(notebook.status('train')).toBe('done');
  });
});

describe('a change of an earlier step', () => {
  it('marks what depends on it, says the cost, and can be undone', async () => {
    const { notebook } = await trained();
    notebook.cut.change({ size: 64 });
    expect(statuses(notebook).slice(0, 6)).toEqual(['done', 'done', 'stale', 'done', 'stale', 'stale']);
    expect(notebook.cost('cut')).toBe('This cuts again: about 38 s.');
    expect(notebook.cost('train')).toBe('This trains again: about 3 min 12 s.');
    notebook.recipe.undo();
    expect(statuses(notebook).slice(0, 5)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(notebook.recipe.canUndo).toBe(false);
  });

  it('of training leaves the cut alone', async () => {
    const { notebook } = await trained();
    notebook.train.changeTraining({ epochs: 3 });
    expect(statuses(notebook).slice(3, 5)).toEqual(['done', 'stale']);
  });

  it('of the target opens it again', async () => {
    const { notebook } = await trained();
    notebook.target.choose('view');
    expect(statuses(notebook).slice(1, 6)).toEqual(['open', 'stale', 'waiting', 'stale', 'stale']);
  });

  it('to another source begins anew', async () => {
    const { notebook } = await trained();
    notebook.cut.change({ size: 64 });
    await notebook.source.openFiles([]);
    expect(statuses(notebook)).toEqual(['done', 'open', ...waiting(5)]);
    expect(notebook.recipe.current.cut.size).toBe(28);
    expect(notebook.tryIt.hasModel).toBe(false);
  });
});

describe('stopping', () => {
  it('a cut keeps what is done and is no failure', async () => {
    const { notebook } = open({ halt: 'cutting' });
    await notebook.source.openSample();
    await notebook.advance('target');
    const cutting = notebook.advance('cut');
    await vi.waitFor(() => expect(notebook.cut.progress?.done).toBeGreaterThan(2300));
    expect(notebook.status('cut')).toBe('running');
    notebook.cut.pause();
    await cutting;
    expect(notebook.status('cut')).toBe('open');
    expect(notebook.cut.isPaused).toBe(true);
    expect(notebook.failure('cut')).toBeNull();
  });

  it('a cut counts what was rejected once when it goes on, though it is reported again', async () => {
    const { notebook } = open({ halt: 'cutting' });
    await notebook.source.openSample();
    await notebook.advance('target');
    const listed: string[][] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const before = notebook.cut.progress;
      const cutting = notebook.advance('cut');
      await vi.waitFor(() => expect(notebook.cut.progress).not.toBe(before));
      await vi.waitFor(() => expect(notebook.cut.progress?.done).toBeGreaterThan(2300));
      await vi.waitFor(() => expect(notebook.cut.sheet.tiles.length).toBeGreaterThan(90));
      notebook.cut.pause();
      await cutting;
      listed.push(notebook.cut.rejected.map(({ problem }) => problem.file ?? ''));
      const rows = notebook.cut.sheet.tiles.map((tile) => tile.row);
      expect(new Set(rows).size).toBe(rows.length);
    }
    expect(listed[0]).toHaveLength(2);
    expect(listed[1]).toEqual(listed[0]);
  });

  it('a training by "stop" still gives a result', async () => {
    const { notebook } = open({ pace: 2 });
    await notebook.source.openSample();
    await notebook.advance('target');
    await notebook.advance('cut');
    const training = notebook.advance('train');
    await vi.waitFor(() => expect(notebook.train.history.length).toBeGreaterThan(1));
    notebook.train.stop();
    expect(notebook.train.isStopping).toBe(true);
    await training;
    expect(notebook.status('train')).toBe('done');
    expect(notebook.train.history.length).toBeLessThan(15);
  });

  it('a training by "pause" goes on with the same run', async () => {
    const { engine, notebook } = open({ halt: 'training' });
    await notebook.source.openSample();
    await notebook.advance('target');
    await notebook.advance('cut');
    const training = notebook.advance('train');
    await vi.waitFor(() => expect(notebook.train.history).toHaveLength(11));
    notebook.train.pause();
    await training;
    expect(notebook.status('train')).toBe('open');
    expect(notebook.failure('train')).toBeNull();
    const begun = engine.calls.filter((call) => call.startsWith('train '));
    void notebook.goOnPaused();
    await vi.waitFor(() =>
      expect(engine.calls.filter((call) => call.startsWith('train '))).toHaveLength(2),
    );
    expect(engine.calls.filter((call) => call.startsWith('train '))[1]).toBe(begun[0]);
    notebook.train.pause();
  });

  it('reading leaves the page as it was', async () => {
    const { notebook } = open({ halt: 'opening' });
    const reading = notebook.source.openFiles([]);
    await vi.waitFor(() => expect(notebook.source.progress?.stage).toBe('listing'));
    notebook.source.cancel();
    expect(await reading).toBe(false);
    expect(notebook.status('data')).toBe('open');
  });

  it('opening again does not wait for an answer to the browser’s question', async () => {
    const { engine, notebook } = open({ fresh: false });
    let grant: (source: SourceDescriptor) => void = () => undefined;
    const answer = new Promise<SourceDescriptor>((resolve) => (grant = resolve));
    engine.reopen = () => answer;
    const opening = notebook.source.reopen('s1');
    expect(notebook.status('data')).toBe('running');
    notebook.source.cancel();
    expect(await opening).toBe(false);
    expect(notebook.status('data')).toBe('open');
    grant({ kind: 'files', name: 'chest-films', files: [] });
    await answer;
    expect(notebook.source.name).toBe('');
  });
});

describe('what goes wrong', () => {
  const mismatched: Problem = {
    kind: 'npz-mismatched-lengths',
    file: 'chest.npz',
    parameters: { split: 'val', images: 524, labels: 523 },
  };

  it('is said in both languages, with details to copy', async () => {
    const { notebook } = open({ fail: { open: mismatched } });
    await notebook.source.openFiles([]);
    const failure = notebook.failure('data');
    if (failure === null) throw new Error('nothing failed');
    expect(notebook.status('data')).toBe('failed');
    expect(failureText(failure, 'en').reason).toBe('The validation part has 524 images and 523 labels.');
    expect(failureText(failure, 'zh').reason).toBe('验证集有 524 张图像、523 个标签。');
    expect(failure.details).toContain('"npz-mismatched-lengths"');
  });

  it.each([
    ['prepare', 'target'],
    ['cut', 'cut'],
    ['train', 'train'],
    ['files', 'keep'],
  ] as const)('in %s is shown at %s and leaves the steps before it done', async (call, step) => {
    const { notebook } = open({ fail: { [call]: mismatched } });
    await notebook.source.openSample();
    for (const name of ['target', 'cut', 'train', 'keep'] as const) {
      await notebook.advance(name);
      if (name === step) break;
    }
    expect(notebook.status(step)).toBe('failed');
    const before = stepNames.slice(0, stepNames.indexOf(step));
    expect(before.map((name) => notebook.status(name))).toEqual(before.map(() => 'done'));
    expect(notebook.announcer.text).toContain('Images and labels don’t match');
  });

  it('a mistake of ours is called one', async () => {
    const { engine, notebook } = open();
    engine.prepare = () => Promise.reject(new TypeError('x is not a function'));
    await notebook.source.openSample();
    await notebook.advance('target');
    const failure = notebook.failure('target');
    expect(failure?.kind).toBe('bug');
    expect(failure?.details).toContain('TypeError');
    if (failure !== null) expect(failureText(failure, 'en').reason).toBe('It says: x is not a function');
  });
});

describe('earlier work', () => {
  it('is offered when the page opens', async () => {
    const { notebook } = open({ fresh: false });
    await notebook.begin();
    expect(notebook.shelf.recents.map((one) => one.name)).toEqual(['chest-films']);
    expect(notebook.shelf.unfinished.map((run) => run.runId)).toEqual(['broken']);
    expect(notebook.shelf.finished.map((run) => run.runId)).toEqual(['earlier']);
  });

  it('shows stored results without their source', async () => {
    const { notebook } = open({ fresh: false });
    await notebook.begin();
    await notebook.look(notebook.shelf.finished[0]!);
    const done = (count: number) => Array.from({ length: count }, () => 'done');
    expect(statuses(notebook)).toEqual([...done(3), 'waiting', ...done(2), 'open']);
    expect(notebook.sentence('data')).toBe('Chest films, teaching set');
    expect(notebook.sentence('cut')).toBe('Text only: there is nothing to cut.');
  });

  it('goes on with a run that broke off', async () => {
    const { engine, notebook } = open({ fresh: false });
    await notebook.begin();
    await notebook.goOnTraining(notebook.shelf.unfinished[0]!);
    expect(engine.calls).toContain('train broken');
    expect(notebook.status('results')).toBe('done');
  });

  it('goes on with a cut that a reload broke off, with its settings', async () => {
    const memory = volatileMemory();
    const before = open({ halt: 'cutting' }, memory).notebook;
    await before.source.openSample();
    before.cut.change({ size: 64 });
    await before.advance('target');
    void before.advance('cut');
    await vi.waitFor(() => expect(before.cut.progress).not.toBeNull());

    const { notebook } = open({}, memory);
    expect(notebook.interrupted?.isSample).toBe(true);
    expect(await notebook.goOnCutting()).toBe(true);
    expect(notebook.status('cut')).toBe('done');
    expect(notebook.target.prepared?.cutId).toBe('cut-64-stretch-bicubic');
    expect(open({}, memory).notebook.interrupted).toBeNull();
    before.cut.pause();
  });

  it('can all be forgotten', async () => {
    const { engine, notebook } = await trained();
    await notebook.forgetEverything();
    expect(engine.calls).toContain('forgetEverything');
    expect(statuses(notebook)).toEqual(['open', ...waiting(6)]);
    expect(notebook.shelf.isEmpty).toBe(true);
  });
});

describe('results', () => {
  it('show earlier runs of the same target beside this one', async () => {
    const { notebook } = await trained({ fresh: false });
    await vi.waitFor(() => expect(notebook.results.compared).toHaveLength(3));
    expect(notebook.results.compared.at(-1)).toMatchObject({ kind: 'earlier', inputs: 'text' });
  });

  it('show exactly the pictures that a cell counts', async () => {
    const { notebook } = await trained();
    const confusion = notebook.results.figures?.confusion;
    for (const truth of [0, 1])
      for (const said of [0, 1]) {
        notebook.results.showCell(truth, said);
        await vi.waitFor(() => expect(notebook.results.gallery.total).toBe(confusion?.[truth]?.[said]));
      }
    notebook.results.showCell(1, 1);
    expect(notebook.results.cell).toBeNull();
  });

  it('list mistakes by confidence, with their pictures', async () => {
    const { notebook } = await trained();
    await vi.waitFor(() => expect(notebook.results.mistakes.pictures).toHaveLength(60));
    const { pictures } = notebook.results.mistakes;
    expect(pictures.every((picture) => picture.truth !== picture.said)).toBe(true);
    const confidences = pictures.map((picture) => picture.confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(pictures[0]?.pixels?.width).toBe(28);
  });

  it('follow the split that is chosen', async () => {
    const { notebook } = await trained();
    notebook.results.showSplit('val');
    expect(notebook.results.figures?.samples).toBe(524);
  });
});

describe('trying a model', () => {
  it('asks as soon as nothing is missing', async () => {
    const { notebook } = await trained();
    expect(notebook.tryIt.missing).toBe('both');
    await notebook.tryIt.takeImage(new Blob());
    expect(notebook.tryIt.answer).toBeNull();
    notebook.tryIt.text = 'opacity';
    await notebook.tryIt.ask();
    expect(notebook.tryIt.likelihoods[0]?.name).toBe('pneumonia');
    expect(notebook.tryIt.likelihoods[0]?.probability).toBeCloseTo(0.92);
  });

  it('prefers weights that were loaded, until told otherwise', async () => {
    const { notebook } = await trained();
    await notebook.tryIt.load(new Blob());
    expect(notebook.tryIt.inputs).toBe('image');
    await notebook.tryIt.takeImage(new Blob());
    expect(notebook.tryIt.likelihoods[0]?.name).toBe('normal');
    notebook.tryIt.useTrained();
    expect(notebook.tryIt.inputs).toBe('image+text');
  });

  it('says when weights can’t be read, and offers nothing', async () => {
    const damaged: Problem = {
      kind: 'damaged-weights',
      file: null,
      parameters: { detail: 'too short' },
    };
    const { notebook } = open({ fail: { load: damaged } });
    await notebook.tryIt.load(new Blob());
    expect(notebook.tryIt.hasModel).toBe(false);
    expect(notebook.tryIt.isOffered).toBe(true);
  });
});

describe('while cutting', () => {
  it('the contact sheet shows a fair share and every rejected file', async () => {
    const { notebook } = await trained();
    await vi.waitFor(() => expect(notebook.cut.sheet.tiles.length).toBeGreaterThan(140));
    const { tiles, capacity } = notebook.cut.sheet;
    expect(tiles.filter((tile) => tile.kind === 'rejected')).toHaveLength(rejected.length);
    const rows = tiles.flatMap((tile) => (tile.kind === 'picture' ? [tile.row] : []));
    expect(rows.length).toBeLessThanOrEqual(capacity);
    expect(Math.max(...rows)).toBeGreaterThan(3800);
  });

  it('a screen reader hears every tenth once', () => {
    const { notebook } = open();
    const heard: string[] = [];
    for (let share = 0; share <= 1; share += 0.01) {
      notebook.announcer.progress(share, (tenth) => String(tenth));
      if (heard.at(-1) !== notebook.announcer.text) heard.push(notebook.announcer.text);
    }
    expect(heard.filter((text) => text !== '')).toEqual([
      '0.1',
      '0.2',
      '0.3',
      '0.4',
      '0.5',
      '0.6',
      '0.7',
      '0.8',
      '0.9',
    ]);
  });
});

describe('language', () => {
  it('is remembered', async () => {
    const memory = volatileMemory();
    const { notebook } = open({}, memory);
    expect(notebook.language.tag).toBe('en');
    await notebook.language.switch();
    expect(open({}, memory).notebook.language.tag).toBe('zh-Hans');
  });
});

describe('health', () => {
  const troubled = async () => {
    const opened = open({ troubled: true });
    await opened.notebook.source.openSample();
    await opened.notebook.advance('target');
    return opened;
  };

  it('is looked at by itself: the table first, the pixels once they are cut', async () => {
    const { notebook } = await troubled();
    expect(notebook.isUnfolded('health')).toBe(true);
    expect(notebook.sentence('health')).toBe('2 serious · 1 note · table only');
    await notebook.advance('cut');
    expect(notebook.sentence('health')).toBe('3 serious · 1 to look at · 1 note');
    expect(Object.keys(notebook.health.pictures)).toHaveLength(8);
    await notebook.advance('train');
    expect(notebook.isUnfolded('health')).toBe(false);
  });

  it('is not looked at again where nothing that it depends on has changed', async () => {
    const { engine, notebook } = await troubled();
    notebook.train.changeTraining({ epochs: 3 });
    await notebook.health.refresh();
    expect(engine.calls.filter((call) => call === 'examine')).toHaveLength(1);
  });

  it('has fixes that are written into the recipe and can be undone', async () => {
    const { notebook } = await troubled();
    await notebook.advance('cut');
    await notebook.fix('drop-duplicates');
    expect(notebook.recipe.current.health.duplicates).toBe('drop');
    expect(notebook.sentence('health')).toBe(
      '2 serious · 1 to look at · 1 note · Copies are dropped from train',
    );
    expect(notebook.status('cut')).toBe('done');
    await notebook.unfix();
    expect(notebook.recipe.current.health.duplicates).toBe('keep');
  });

  it('checks anew what a fix has changed', async () => {
    const { engine, notebook } = await troubled();
    await notebook.fix('regroup-split');
    expect(notebook.recipe.current.split.use).toBe('made');
    expect(notebook.status('target')).toBe('done');
    expect(engine.calls.filter((call) => call === 'examine')).toHaveLength(2);
  });
});

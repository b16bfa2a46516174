/** Brings a notebook with a fake engine into each state worth looking at. Shared by the gallery and the browser tests. */
import { AppError, type SourceDescriptor } from '../../src/domain/index.ts';
import { Notebook, volatileMemory } from '../../src/state/index.ts';
import { fakeEngine, type FakeOptions } from '../state/fake-engine.ts';

export const pageStates = [
  'empty',
  'shelf',
  'reading',
  'recognised',
  'cut-open',
  'cut-deep',
  'cut-boxes',
  'cutting',
  'train-open',
  'troubled',
  'training',
  'results',
  'explained',
  'keep',
  'stale',
  'error',
  'stored',
] as const;
export type PageState = (typeof pageStates)[number];

const options: Partial<Record<PageState, FakeOptions>> = {
  'cut-deep': { fresh: true, deep: true },
  'cut-boxes': { fresh: true, boxed: true },
  recognised: { boxed: true },
  results: { boxed: true },
  troubled: { fresh: true, troubled: true },
  reading: { halt: 'opening' },
  cutting: { halt: 'cutting', fresh: true },
  training: { halt: 'training', fresh: true },
  error: {
    fresh: true,
    fail: {
      open: {
        kind: 'npz-mismatched-lengths',
        file: 'chest.npz',
        parameters: { split: 'val', images: 524, labels: 523 },
      },
    },
  },
};

const sampleFiles: SourceDescriptor = { kind: 'files', name: 'chest-films', files: [] };

/** Until nothing has happened for a moment: what halts never resolves. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 300));

/** `reached` resolves when the state is reached, or has come as far as it goes where it stands still. */
export function notebookIn(
  state: PageState,
  { language, theme }: { language: string; theme: string },
  inspected: FakeOptions['inspected'] = {},
): { notebook: Notebook; reached: Promise<void> } {
  const memory = volatileMemory();
  memory.write('language', language);
  memory.write('theme', theme);
  const notebook = new Notebook({
    engine: fakeEngine({ ...(options[state] ?? { fresh: state === 'empty' }), inspected }),
    doors: {
      describeDrop: () => Promise.resolve(sampleFiles),
      describeFiles: () => sampleFiles,
      pickDirectory: () => Promise.resolve(sampleFiles),
    },
    memory,
    languages: ['en'],
  });
  return { notebook, reached: reach(notebook, state) };
}

async function reach(notebook: Notebook, state: PageState): Promise<void> {
  if (state === 'empty') return;
  await notebook.begin();
  if (state === 'shelf') return;
  if (state === 'stored') {
    const run = notebook.shelf.finished[0];
    if (run === undefined)
      throw new AppError({ kind: 'storage-lost', file: null, parameters: { detail: 'run' } });
    await notebook.look(run);
    return settled();
  }
  const steps = [
    ['reading', () => notebook.source.openFiles([])],
    ['recognised', () => Promise.resolve()],
    ['cut-open', () => notebook.advance('target')],
    ['cut-deep', () => Promise.resolve()],
    ['cut-boxes', () => Promise.resolve()],
    ['cutting', () => notebook.advance('cut')],
    ['train-open', () => Promise.resolve()],
    ['troubled', () => Promise.resolve()],
    ['training', () => notebook.advance('train')],
    ['results', () => Promise.resolve()],
    ['explained', () => Promise.resolve()],
    ['keep', () => notebook.advance('keep')],
  ] as const;
  for (const [name, go] of steps) {
    const halts = name === state && ['reading', 'cutting', 'training'].includes(name);
    const gone = go();
    if (halts || (state === 'error' && name === 'reading')) return settled();
    await gone;
    if (name === state) break;
  }
  if (state === 'cut-deep') notebook.cut.change({ window: { centre: -200, width: 900 } });
  if (state === 'stale') notebook.cut.change({ size: 64 });
  if (state === 'explained') {
    const { mistakes, map } = notebook.results;
    mistakes.explainer.turn(true);
    mistakes.explainer.findNeighbours();
    await map.draw('umap');
    map.select([...Array(40).keys()]);
  }
  if (state === 'results') {
    notebook.results.showCell(0, 1);
    await notebook.tryIt.takeImage(new Blob());
    notebook.tryIt.text = 'Patchy opacity in the lower zone.';
    await notebook.tryIt.ask();
  }
  return settled();
}

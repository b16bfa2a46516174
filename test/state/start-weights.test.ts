/** What training can start from, as the page offers it. */
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/domain/index.ts';
import { Notebook, volatileMemory } from '../../src/state/index.ts';
import { fakeEngine } from './fake-engine.ts';

const run = '1'.repeat(32);
const file = '0'.repeat(32);

/** On a machine with a finished run of text alone, before anything is trained. */
async function open(problem?: Problem) {
  const engine = fakeEngine({ fresh: false, ...(problem && { fail: { load: problem } }) });
  const notebook = new Notebook({
    engine,
    doors: {
      describeDrop: () => Promise.reject(new Error('nothing is dropped')),
      describeFiles: () => ({ kind: 'files', name: '', files: [] }),
      pickDirectory: null,
    },
    memory: volatileMemory(),
    languages: ['en'],
  });
  await notebook.begin();
  await notebook.source.openSample();
  return { engine, notebook, start: notebook.start };
}

const offered = ({ start }: Notebook) => start.runs.map(({ runId }) => runId);
const named = ({ recipe }: Notebook) => recipe.current.model.start;

describe('weights to start from', () => {
  it('are those of runs with a network in common', async () => {
    const { notebook } = await open();
    notebook.recipe.change({ inputs: 'image+text' });
    expect(offered(notebook)).toEqual(['earlier']);
    const { model } = notebook.recipe.current;
    notebook.recipe.change({ model: { ...model, text: { ...model.text, encoder: 'transformer' } } });
    expect(offered(notebook)).toEqual([]);
    notebook.recipe.undo();
    notebook.recipe.change({ inputs: 'image' });
    expect(offered(notebook)).toEqual([]);
  });

  it('are named in the recipe as their file would be, and can be undone', async () => {
    const { engine, notebook, start } = await open();
    notebook.recipe.change({ inputs: 'text' });
    expect(await start.choose('earlier')).toBe(true);
    expect(engine.calls).toContain('weightsOf earlier');
    expect(named(notebook)).toEqual({ weights: run, train: 'all' });
    expect([start.chosen, start.loaded]).toEqual(['earlier', null]);
    notebook.recipe.undo();
    expect([start.chosen, named(notebook)]).toEqual([null, null]);
  });

  it('of a file stay beside those of runs, and how much is trained stays as it was', async () => {
    const { notebook, start } = await open();
    notebook.recipe.change({ inputs: 'text' });
    await notebook.tryIt.load(new Blob());
    expect(start.loaded).toBe(file);
    await start.choose(file);
    const { model } = notebook.recipe.current;
    notebook.recipe.change({ model: { ...model, start: { weights: file, train: 'head' } } });
    await start.choose('earlier');
    expect(named(notebook)).toEqual({ weights: run, train: 'head' });
    expect(start.loaded).toBe(file);
    await start.choose(null);
    expect(named(notebook)).toBeNull();
  });

  it('stay chosen when their run is forgotten', async () => {
    const { notebook, start } = await open();
    notebook.recipe.change({ inputs: 'text' });
    await start.choose('earlier');
    await notebook.shelf.forgetRun('earlier');
    expect([start.chosen, start.loaded, offered(notebook)]).toEqual([run, run, []]);
  });

  it('that are lost leave the recipe as it is, and say why', async () => {
    const lost = {
      kind: 'storage-lost',
      file: null,
      parameters: { detail: 'results/earlier' },
    } as const;
    const { notebook, start } = await open(lost);
    notebook.recipe.change({ inputs: 'text' });
    expect(await start.choose('earlier')).toBe(false);
    expect(start.task.failure).toMatchObject({ kind: 'problem', problem: lost });
    expect(named(notebook)).toBeNull();
  });
});

/** The preview while things are changed faster than it is made, as a slider does. */
import { describe, expect, it } from 'vitest';
import { AppError, defaultRecipe, type CutOptions, type Preview } from '../../src/domain/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { PreviewState } from '../../src/state/preview.svelte.ts';
import { fakeEngine } from './fake-engine.ts';

interface Asked {
  readonly options: CutOptions;
  readonly row: number;
  readonly answer: () => void;
  readonly fail: () => void;
}

/** A preview whose pictures are ready when the test says so. */
async function previewing() {
  const engine = fakeEngine({ deep: true });
  const signal = new AbortController().signal;
  const prepared = await engine.prepare(defaultRecipe, signal);
  const asked: Asked[] = [];
  const preview: Engine['preview'] = async (...call) => {
    const picture = await engine.preview(...call);
    return new Promise<Preview>((resolve, reject) => {
      const problem = { kind: 'empty-file', file: 'a.dcm', parameters: {} } as const;
      asked.push({
        row: call[1],
        options: call[2],
        answer: () => resolve(picture),
        fail: () => reject(new AppError(problem)),
      });
    });
  };
  const state = new PreviewState({ ...engine, preview });
  const refresh = (centre: number) =>
    state.refresh(prepared, 100, { ...defaultRecipe.cut, window: { centre, width: 100 } });
  const nth = async (index: number) => {
    await expect.poll(() => asked.length).toBe(index + 1);
    return asked[index]!;
  };
  return { state, refresh, nth, asked };
}

const centreOf = ({ options }: Asked) =>
  typeof options.window === 'object' ? options.window.centre : null;

describe('a preview that is asked for faster than it is made', () => {
  it('leaves out all but the latest', async () => {
    const { state, refresh, nth, asked } = await previewing();
    const first = refresh(1);
    const making = await nth(0);
    for (const centre of [2, 3, 4]) await refresh(centre);
    making.answer();
    const next = await nth(1);
    expect(centreOf(next)).toBe(4);
    next.answer();
    await first;
    expect(state.shown?.deep?.shown.centre).toBe(4);
    expect(asked).toHaveLength(2);
    expect(state.task.running).toBe(false);
  });

  it('says nothing of a picture that could not be read and is not looked at any more', async () => {
    const { state, refresh, nth } = await previewing();
    const first = refresh(1);
    const making = await nth(0);
    await refresh(2);
    making.fail();
    (await nth(1)).answer();
    await first;
    expect(state.task.failure).toBeNull();
    expect(state.shown?.deep?.shown.centre).toBe(2);
  });

  it('begins anew after a reset, and shows nothing of before', async () => {
    const { state, refresh, nth } = await previewing();
    const before = refresh(1);
    const making = await nth(0);
    state.reset();
    const after = refresh(2);
    const next = await nth(1);
    making.answer();
    await before;
    expect(state.shown).toBeNull();
    next.answer();
    await after;
    expect(state.shown?.deep?.shown.centre).toBe(2);
  });

  it('keeps the failure of the picture that is looked at', async () => {
    const { state, refresh, nth } = await previewing();
    const first = refresh(1);
    (await nth(0)).fail();
    await first;
    expect(state.task.failure).not.toBeNull();
    const second = refresh(1);
    (await nth(1)).answer();
    await second;
    expect(state.task.failure).toBeNull();
  });
});

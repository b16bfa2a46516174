import { describe, expect, it } from 'vitest';
import { recipeDifferences, repeated } from '../../src/state/recipe-differences.ts';
import { defaultComplete } from './fake-data.ts';

describe('what two recipes have different', () => {
  it('is named by the path that changes it', () => {
    const { training, cut } = defaultComplete;
    const other = {
      ...defaultComplete,
      seed: 3,
      training: { ...training, augment: { ...training.augment, flip: false } },
      cut: { ...cut, window: { centre: 40, width: 400 } },
    };
    expect(recipeDifferences(defaultComplete, other)).toEqual([
      { path: 'seed', here: '0', there: '3' },
      { path: 'cut.window', here: 'auto', there: '–' },
      { path: 'training.augment.flip', here: 'true', there: 'false' },
      { path: 'cut.window.centre', here: '–', there: '40' },
      { path: 'cut.window.width', here: '–', there: '400' },
    ]);
  });

  it('leaves out what changes no result', () => {
    const other = { ...defaultComplete, backend: 'webgl', threads: 2, identifiers: true } as const;
    expect(recipeDifferences(defaultComplete, other)).toEqual([]);
  });
});

describe('runs with other seeds', () => {
  it('have a mean and a standard deviation', () => {
    expect(repeated([0.9, 0.92, null, 0.94])).toEqual({
      runs: 3,
      mean: expect.closeTo(0.92, 12) as number,
      spread: expect.closeTo(0.02, 12) as number,
    });
  });

  it('are needed twice at least', () => {
    expect(repeated([0.9, null])).toBeNull();
  });
});

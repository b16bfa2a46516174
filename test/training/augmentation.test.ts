/** The affine pass and the change of values on images small enough to check by hand. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/index.ts';
import { augment, type AugmentOptions } from '../../src/training/augmentation.ts';

const still: AugmentOptions = {
  shift: 0,
  rotation: 0,
  zoom: 0,
  contrast: 0,
  brightness: 0,
  flip: false,
};
const ramp = Uint8Array.from({ length: 16 }, (_, i) => i * 10);

/** Gives `first` and then numbers that change nothing. */
function drawing(...first: number[]): () => number {
  let i = 0;
  return () => first[i++] ?? 0.5;
}

function changed(
  options: Partial<AugmentOptions>,
  random: () => number,
  image = ramp,
  channels = 1,
): number[] {
  const into = new Float32Array(image.length);
  const size = Math.sqrt(image.length / channels);
  augment(image, { size, channels }, { ...still, ...options }, random, into);
  return [...into];
}

describe('augmentation', () => {
  test('without any change gives the image', () => {
    expect(changed({}, seededRandom(1))).toEqual([...ramp]);
  });

  test('shifts by whole and half pixels and continues the border', () => {
    // 2 * 1 - 1 = the largest shift: a quarter of 4 px to the right.
    expect(changed({ shift: 0.25 }, drawing(1, 0.5)).slice(0, 4)).toEqual([0, 0, 10, 20]);
    expect(changed({ shift: 0.125 }, drawing(1, 0.5)).slice(0, 4)).toEqual([0, 5, 15, 25]);
    expect(changed({ shift: 0.25 }, drawing(0.5, 0)).slice(8)).toEqual([
      120, 130, 140, 150, 120, 130, 140, 150,
    ]);
  });

  test('turns by a quarter about the centre', () => {
    const turned = changed({ rotation: 90 }, drawing(0.5, 0.5, 1)).map(Math.round);
    expect(turned.slice(0, 4)).toEqual([30, 70, 110, 150]);
  });

  test('mirrors left and right, and only if it may', () => {
    const random = () => drawing(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0);
    expect(changed({ flip: true }, random()).slice(0, 4)).toEqual([30, 20, 10, 0]);
    expect(changed({ flip: false }, random()).slice(0, 4)).toEqual([0, 10, 20, 30]);
  });

  test('mirrors after moving: colours stay together', () => {
    const image = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const random = drawing(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0);
    expect(changed({ flip: true }, random, image, 3)).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
  });

  test('keeps the mean under contrast, moves it under brightness, stays within 0 and 255', () => {
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const bright = ramp.map((value) => value + 50);
    const contrasted = changed({ contrast: 0.4 }, drawing(0.5, 0.5, 0.5, 0.5, 1), bright);
    expect(mean(contrasted)).toBeCloseTo(125, 3);
    expect(contrasted[10]! - contrasted[5]!).toBeCloseTo(50 * Math.exp(0.4), 3);
    expect(mean(changed({ brightness: 0.2 }, drawing(0.5, 0.5, 0.5, 0.5, 0.5, 1)))).toBeCloseTo(
      75 + 51,
      3,
    );
    const extreme = changed({ contrast: 0.9, brightness: 0.5 }, drawing(0.5, 0.5, 0.5, 0.5, 1, 1));
    expect(Math.max(...extreme)).toBe(255);
  });

  test('draws the same number of chances whatever is switched on', () => {
    const count = (options: Partial<AugmentOptions>) => {
      let draws = 0;
      changed(options, () => (draws++, 0.3));
      return draws;
    };
    expect(count({})).toBe(
      count({ shift: 0.1, rotation: 9, zoom: 0.1, contrast: 0.1, brightness: 0.1, flip: true }),
    );
  });
});

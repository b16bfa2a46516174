import { expect, it } from 'vitest';
import {
  defaultRecipe,
  type CutOptions,
  type Pixels,
  type SampleTable,
} from '../../src/domain/index.ts';
import { boxesInPreview } from '../../src/services/placed-boxes.ts';

const image = { kind: 'file', path: 'a.png', further: ['b.png'] } as const;
const box = { x: 10, y: 20, width: 30, height: 40 };
const table: SampleTable = {
  length: 1,
  ids: ['a'],
  images: [image],
  text: {},
  patients: null,
  officialSplits: [null],
  labels: [],
  boxes: [{ ...box, sample: 0, className: 'nodule', reader: null, shape: 'rectangle' }],
};
const original: Pixels = { width: 112, height: 112, channels: 1, data: new Uint8Array(112 * 112) };
const frame = { width: 112, height: 112, turn: 1 };

function placed(options: Partial<CutOptions>) {
  return boxesInPreview(table, 0, { original, frame }, { ...defaultRecipe.cut, ...options }, [28]);
}

it('boxes lie in a cut of one picture, and nowhere in one of several', () => {
  expect(placed({})).toMatchObject([
    { drawn: box, cuts: { 28: { x: 2.5, y: 5, width: 7.5, height: 10 } } },
  ]);
  expect(placed({ several: 'together' })).toEqual([]);
  expect(placed({ volume: 'montage' })).toEqual([]);
});

/** Boxes over the invented films: two readers, one of whom drew across the edge that a crop leaves out. */
import type { CutOptions, Pixels, PreviewBox, StoredFrame } from '../../src/domain/index.ts';
// By itself: the whole room would bring all formats onto a page that reads none.
import { boxInCut, boxInSight } from '../../src/preprocess/box-geometry.ts';

export const fakeDrawn = [
  {
    className: 'Cardiomegaly',
    reader: 'R8',
    drawn: { x: 170, y: 190, width: 150.5, height: 120 },
  },
  {
    className: 'Cardiomegaly',
    reader: 'R9',
    drawn: { x: 182, y: 201, width: 150, height: 104 },
  },
  { className: 'Nodule/Mass', reader: 'R9', drawn: { x: 340, y: 80, width: 48, height: 44 } },
  { className: 'Pleural effusion', reader: null, drawn: { x: 0, y: 300, width: 36, height: 70 } },
] as const;

export function fakeBoxes(
  original: Pixels,
  frame: StoredFrame,
  cuts: Readonly<Record<string, Pixels>>,
  { fit }: CutOptions,
): PreviewBox[] {
  const image = { kind: 'file', path: original.width.toString() } as const;
  return fakeDrawn.map(({ className, reader, drawn }) => ({
    className,
    reader,
    drawn,
    original: boxInSight(drawn, null, frame, image)?.box ?? null,
    cuts: Object.fromEntries(
      Object.values(cuts).map(({ width }) => {
        const options = { size: width as CutOptions['size'], fit };
        return [width, boxInCut(drawn, null, { frame, image, options })] as const;
      }),
    ),
  }));
}

/** The boxes of a sample, as they count in its plan, in px of the pictures that are made of it. */
import type {
  CutOptions,
  PlacedBox,
  Pixels,
  PreviewBox,
  SampleTable,
  StoredFrame,
} from '../domain/index.ts';
import { boxInCut, boxInSight } from '../preprocess/index.ts';
import { storedFrameOf, type CutRecord } from '../storage/index.ts';

/** Whether a tensor is one picture cut to its size, so that what lies in the one lies in the other. Cuts of earlier versions don't say. */
export function isOfOnePicture({ volume, several }: Partial<CutOptions>): boolean {
  return volume !== 'montage' && volume !== 'volume' && several !== 'together';
}

/**
 * In px of the sample's cut; none where that is not of one picture. Boxes that the cut leaves out, and those of a sample that could not be cut, are left out.
 * @param table in which the cut's rows have their boxes
 */
export async function boxesInCut(
  { id, options }: Pick<CutRecord, 'id' | 'options'>,
  table: SampleTable,
  row: number,
): Promise<PlacedBox[]> {
  const boxes = boxesOf(table, row);
  const image = table.images?.[row];
  const frame = boxes.length === 0 ? null : await storedFrameOf(id, row);
  if (frame === null || image === undefined || !isOfOnePicture(options)) return [];
  return boxes.flatMap(({ className, reader, space, drawn }) => {
    const place = boxInCut(drawn, space, { frame, image, options });
    return place === null ? [] : [{ className, reader, drawn, place }];
  });
}

/** In px of what a preview shows, whole and cut at each of the sizes. */
export function boxesInPreview(
  table: SampleTable,
  row: number,
  { original, frame }: { readonly original: Pixels; readonly frame: StoredFrame },
  options: CutOptions,
  sizes: readonly CutOptions['size'][],
): PreviewBox[] {
  const image = table.images![row]!;
  if (!isOfOnePicture(options)) return [];
  const { fit } = options;
  return boxesOf(table, row).map(({ className, reader, space, drawn }) => {
    const inCut = sizes.map((size) => {
      const place = boxInCut(drawn, space, { frame, image, options: { size, fit } });
      return [size, place] as const;
    });
    const inSight = boxInSight(drawn, space, frame, image);
    // What is shown may have been decoded smaller than it is.
    const share = inSight === null ? 1 : original.width / inSight.sides.width;
    const place = inSight && {
      x: inSight.box.x * share,
      y: inSight.box.y * share,
      width: inSight.box.width * share,
      height: inSight.box.height * share,
    };
    return { className, reader, drawn, original: place, cuts: Object.fromEntries(inCut) };
  });
}

function boxesOf({ boxes = [], boxSpaces }: SampleTable, row: number) {
  return boxes
    .filter(({ sample }) => sample === row)
    .map(({ className, reader, x, y, width, height }) => ({
      className,
      reader,
      space: boxSpaces?.[row] ?? null,
      drawn: { x, y, width, height },
    }));
}

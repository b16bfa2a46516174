/**
 * A .npy file as pictures: `[height, width]`, with or without a last axis of 1 or 3 channels, or a volume `[depth, height, width]`,
 * whose first axis counts as axial, the second as coronal, the third as sagittal. Nothing is turned or mirrored. Of RadFM's
 * `[3, height, width, depth]` and `[images, 3, height, width, depth]` (https://github.com/chaoyi-wu/RadFM), whose channels are equal, the
 * slices of the first channel of the first image are the pictures.
 */
import { appError, type SourceFile } from '../../domain/index.ts';
import { checkSize, type ImageStack, type ReadOptions, type VolumeGeometry } from '../image-format.ts';
import { openArray } from './npy-array.ts';
import { canBePicture, pictureShape, slicesOf, toImage } from './pictures.ts';
import type { NpyHeader } from './npy-header.ts';
import { readNpyHeader } from './read-npy-header.ts';

const format = 'NumPy';

export async function readNpy(file: SourceFile, { plane }: ReadOptions): Promise<ImageStack> {
  const truncated = () => appError('truncated-image', file.path, { format, bytes: file.size });
  const unsupported = (detail: string) => appError('unsupported-image', file.path, { format, detail });

  const header = await readNpyHeader(file);
  if (header === null) throw appError('damaged-image', file.path, { format, detail: 'header' });
  if ('needed' in header) throw truncated();
  const { dtype, shape } = header;
  if (isRadFm(header)) return readSeries(file, header);
  const described = `${dtype} (${shape.join(', ')})`;
  // As the only row of an array of pictures, which leaves every number where it is, whatever the order.
  const array = openArray(file, { ...header, shape: [1, ...shape] });
  if ('fault' in array) throw array.fault === 'too-short' ? truncated() : unsupported(described);
  const picture = pictureShape(array.header.shape);
  if (picture === null || !canBePicture(array.kind, picture)) throw unsupported(described);
  const channels = picture.kind === 'picture' ? picture.channels : 1;
  const along = plane ?? 'axial';
  const { slices, height, width } = slicesOf(picture, along);
  checkSize(width, height, file.path);

  return {
    frames: slices,
    representative: slices >> 1,
    ...(picture.kind === 'volume' && { volume: unknownSpacing(slices) }),
    async read(frame) {
      if (!Number.isInteger(frame) || frame < 0 || frame >= slices)
        throw new RangeError(`frame ${frame} of ${slices} in ${file.path}`);
      const numbers =
        picture.kind === 'picture' ? await array.rows(0, 1) : await array.plane(0, along, frame);
      if (numbers === null) throw truncated();
      return toImage(numbers, array.kind, { height, width, channels });
    },
    close: () => undefined,
  };
}

/** Anything else of four or five axes is unknown. */
function isRadFm({ shape, fortranOrder }: NpyHeader): boolean {
  return (shape.length === 4 || shape.length === 5) && shape.at(-4) === 3 && !fortranOrder;
}

function unknownSpacing(slices: number): VolumeGeometry {
  return { slices, spacingMm: [1, 1, 1], positionMm: null, number: null, directions: null };
}

function readSeries(file: SourceFile, header: NpyHeader): ImageStack {
  const { dtype, shape } = header;
  const [height, width, depth] = shape.slice(-3) as [number, number, number];
  // Each channel as a volume `[height, width, depth]`, whose planes along the last axis are the slices.
  const channels = shape.slice(0, -3).reduce((product, size) => product * size, 1);
  const array = openArray(file, { ...header, shape: [channels, height, width, depth] });
  if ('fault' in array) {
    if (array.fault === 'too-short')
      throw appError('truncated-image', file.path, { format, bytes: file.size });
    throw appError('unsupported-image', file.path, { format, detail: `${dtype} (${shape.join(', ')})` });
  }
  if (channels === 0 || depth === 0)
    throw appError('damaged-image', file.path, { format, detail: `(${shape.join(', ')})` });
  checkSize(width, height, file.path);
  return {
    frames: depth,
    representative: depth >> 1,
    volume: unknownSpacing(depth),
    async read(frame) {
      if (!Number.isInteger(frame) || frame < 0 || frame >= depth)
        throw new RangeError(`frame ${frame} of ${depth} in ${file.path}`);
      const numbers = await array.plane(0, 'sagittal', frame);
      if (numbers === null) throw appError('truncated-image', file.path, { format, bytes: file.size });
      return toImage(numbers, array.kind, { height, width, channels: 1 });
    },
    close: () => undefined,
  };
}

/**
 * The slices of a volume as one tall picture, the first one on top: so that its window is that of the whole volume. What differs
 * from slice to slice (the rescale slopes of PET) is carried out on the way.
 */
import {
  appError,
  type DecodedImage,
  type DeepPixels,
  isDeep,
  type Pixels,
  type Plane,
  type WindowChoice,
} from '../domain/index.ts';
import { checkSize, type SliceView, type VolumeGeometry } from '../formats/index.ts';
import { bitsOf, rendered, settledWindow } from './window.ts';

/** A volume as it was read. */
export interface DecodedVolume extends Pick<VolumeGeometry, 'slices' | 'spacingMm'> {
  /** `slices` times as high as one slice. */
  readonly tall: DecodedImage;
}

/** A volume in 8 bits, whose slices are made when they are asked for. */
export interface Volume extends Pick<VolumeGeometry, 'slices' | 'spacingMm'> {
  readonly width: number;
  readonly height: number;
  /** As in `StoredFrame`. */
  readonly bits?: number;
  slice(index: number): Pixels;
}

/** The volume through a window that is settled on by all of its values. */
export function windowedVolume(
  { tall, slices, spacingMm }: DecodedVolume,
  window: WindowChoice,
): Volume {
  const { width } = tall;
  const height = tall.height / slices;
  const size = { width, height };
  const length = isDeep(tall) ? width * height : width * height * tall.channels;
  const part = (index: number) => [index * length, (index + 1) * length] as const;
  if (!isDeep(tall)) {
    const { channels, data } = tall;
    const slice = (index: number) => ({ ...size, channels, data: data.subarray(...part(index)) });
    return { ...size, slices, spacingMm, slice };
  }
  const { transfer } = settledWindow(tall, window);
  const slice = (index: number) =>
    rendered({ ...tall, ...size, data: tall.data.subarray(...part(index)) }, transfer);
  return { ...size, slices, spacingMm, slice, bits: bitsOf(tall) };
}

/**
 * Reads slice after slice, holding no more than the tall picture and one of them.
 * @param path for errors
 * @throws AppError `not-a-volume` where slices differ in size or colour, `image-too-large`, and what `read` throws
 */
export async function stacked(
  slices: number,
  read: (index: number) => Promise<DecodedImage>,
  path: string,
): Promise<DecodedImage> {
  const first = await read(0);
  const { width, height } = first;
  checkSize(width, height * slices, path);
  const fits = (image: DecodedImage) =>
    image.width === width && image.height === height && isDeep(image) === isDeep(first);
  let tall = withRoom(first, slices);
  for (let index = 0; index < slices; index++) {
    const image = index === 0 ? first : await read(index);
    if (!fits(image)) throw appError('not-a-volume', path, { slices: index });
    if (isDeep(tall) && isDeep(image)) {
      if (!isOneScale(tall, image)) tall = inUnit(tall);
      const { data } = isOneScale(tall, image) ? image : inUnit(image);
      tall.data.set(data, index * width * height);
      // The window of the slice in the middle stands for all, as its picture does.
      if (index === slices >> 1) tall = { ...tall, voi: image.voi };
    } else if (!isDeep(tall) && !isDeep(image)) {
      if (image.channels !== tall.channels) throw appError('not-a-volume', path, { slices: index });
      tall.data.set(image.data, index * image.data.length);
    }
  }
  return tall;
}

/** How an axial volume lies along the planes: its slices from bottom to top stay so, rows and columns in their order. */
const ofAxial = {
  axial: [2, 1, 0],
  coronal: [1, 2, 0],
  sagittal: [0, 2, 1],
} as const;

/**
 * An axial volume sliced along another plane: the pictures are as high as it has slices, and as wide as its width (coronal, from the
 * first row on) or its height (sagittal, from the first column on).
 */
export function resliced(volume: DecodedVolume, plane: Plane): DecodedVolume {
  if (plane === 'axial') return volume;
  const [through, down, across] = ofAxial[plane];
  return turned(volume, {
    through: { axis: through, rises: true },
    down: { axis: down, rises: true },
    across: { axis: across, rises: true },
  });
}

/** A volume as its slices lie in a view, whose axes 0, 1 and 2 run along its rows, down its columns and through its slices. */
export function turned(
  { tall, slices, spacingMm }: DecodedVolume,
  { through, down, across }: SliceView,
): DecodedVolume {
  const { width } = tall;
  const height = tall.height / slices;
  const channels = isDeep(tall) ? 1 : tall.channels;
  const steps = [1, width, width * height] as const;
  const walk = ({ axis, rises }: SliceView['down']) => {
    const count = [width, height, slices][axis]!;
    const step = steps[axis] * channels;
    return rises ? { count, step, from: 0 } : { count, step: -step, from: (count - 1) * step };
  };
  const [z, y, x] = [walk(through), walk(down), walk(across)];
  const data = tall.data.slice();
  let to = 0;
  for (let k = 0; k < z.count; k++)
    for (let j = 0; j < y.count; j++) {
      let from = z.from + k * z.step + y.from + j * y.step + x.from;
      for (let i = 0; i < x.count; i++, from += x.step)
        for (let channel = 0; channel < channels; channel++) data[to++] = tall.data[from + channel]!;
    }
  const [throughMm, downMm, acrossMm] = spacingMm;
  const mm = ({ axis }: SliceView['down']) => [acrossMm, downMm, throughMm][axis]!;
  return {
    tall: { ...tall, width: x.count, height: y.count * z.count, data } as DecodedImage,
    slices: z.count,
    spacingMm: [mm(through), mm(down), mm(across)],
  };
}

/** One slice of a volume by itself. */
export function sliceOf({ tall, slices }: DecodedVolume, index: number): DecodedImage {
  const length = tall.data.length / slices;
  const data = tall.data.slice(index * length, (index + 1) * length);
  return { ...tall, height: tall.height / slices, data } as DecodedImage;
}

function withRoom(image: DecodedImage, slices: number): DecodedImage {
  const height = image.height * slices;
  if (!isDeep(image)) return { ...image, height, data: new Uint8Array(image.data.length * slices) };
  const Values = image.data.constructor as new (length: number) => DeepPixels['data'];
  return { ...image, height, data: new Values(image.data.length * slices) };
}

/** Whether stored values mean the same in both. */
function isOneScale(a: DeepPixels, b: DeepPixels): boolean {
  return (
    a.data.constructor === b.data.constructor &&
    a.slope === b.slope &&
    a.intercept === b.intercept &&
    a.inverted === b.inverted &&
    a.padding?.[0] === b.padding?.[0] &&
    a.padding?.[1] === b.padding?.[1]
  );
}

/** The same in its own unit; what was not measured is no number. */
function inUnit(image: DeepPixels): DeepPixels {
  const { slope, intercept, padding } = image;
  const [from, to] = padding ?? [Infinity, -Infinity];
  const data = Float32Array.from(image.data, (value) =>
    value >= from && value <= to ? NaN : value * slope + intercept,
  );
  const bits = bitsOf(image);
  return { ...image, data, slope: 1, intercept: 0, range: null, bits, padding: null };
}

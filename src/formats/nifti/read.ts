/**
 * Reads NIfTI volumes slice by slice, in ranges. Along the file's third axis a slice is one range; across it a slice is gathered from all
 * over the volume, which is done in one bounded pass and, from the second such slice on, in memory where the volume is small enough.
 * Of a series (4D and more) the slices of the first volume come first and one of them stands for the file.
 */
import { appError, type DecodedImage, type DeepData, type SourceFile } from '../../domain/index.ts';
import { checkSize, type ImageStack, type ReadOptions } from '../image-format.ts';
import { bytesOf, type NumberKind, rangeOf, toNumbers } from '../numbers.ts';
import { planeRuns, readRuns, type VolumeLayout } from '../read-runs.ts';
import { longestHeader, type NiftiHeader, readHeader } from './header.ts';
import { orientationOf, type SliceView, sliceView } from './orientation.ts';

const format = 'NIfTI';

/** Largest volume that is kept in memory for slices across the file's order; of a larger one each costs a pass over the volume. */
const keptBytes = 2 ** 27;

const numberTypes: Readonly<Record<number, NumberKind>> = {
  2: 'u1',
  4: 'i2',
  8: 'i4',
  16: 'f4',
  64: 'f8',
  256: 'i1',
  512: 'u2',
  768: 'u4',
  1024: 'i8',
  1280: 'u8',
};
/** Bytes of a voxel in RGB, and in RGB with alpha, which is dropped. */
const colourTypes: Readonly<Record<number, number>> = { 128: 3, 2304: 4 };

export async function readNifti(file: SourceFile, { plane, beside }: ReadOptions): Promise<ImageStack> {
  const truncated = (bytes: number) => appError('truncated-image', file.path, { format, bytes });
  const damaged = (detail: string) => appError('damaged-image', file.path, { format, detail });
  const unsupported = (detail: string) => appError('unsupported-image', file.path, { format, detail });

  const header = readHeader(await file.slice(0, Math.min(file.size, longestHeader)));
  if (header === null) throw truncated(file.size);
  if ('unsupported' in header) throw unsupported(header.unsupported);
  if ('damaged' in header) throw damaged(header.damaged);
  const { dataType, start } = header;
  const kind = numberTypes[dataType] ?? null;
  const valueBytes = kind === null ? colourTypes[dataType] : bytesOf(kind);
  if (valueBytes === undefined) throw unsupported(`data type ${dataType}`);

  const [width, height = 1, depth = 1, ...series] = header.sizes as [number, ...number[]];
  const sizes = [width, height, depth] as const;
  const volumes = series.reduce((product, size) => product * size, 1);
  const volumeBytes = width * height * depth * valueBytes;
  if (!Number.isSafeInteger(start + volumes * volumeBytes))
    throw damaged(`size ${header.sizes.join(' x ')}`);
  const data = header.isPair ? ((await beside?.('img')) ?? null) : file;
  if (data === null) throw unsupported('header of a .hdr/.img pair without its .img');
  if (start + volumes * volumeBytes > data.size) throw truncated(data.size);
  const view = sliceView(orientationOf(header.axes), plane);
  checkSize(sizes[view.across.axis], sizes[view.down.axis], file.path);
  const slices = sizes[view.through.axis];
  const voxels = keepingReader(data, volumeBytes);

  return {
    frames: slices * volumes,
    representative: slices >> 1,
    volume: {
      slices,
      spacingMm: spacingOf(header, view),
      positionMm: null,
      number: null,
      directions: null,
    },
    async read(frame) {
      if (!Number.isInteger(frame) || frame < 0 || frame >= slices * volumes)
        throw new RangeError(`frame ${frame} of ${slices * volumes} in ${file.path}`);
      const along = frame % slices;
      const index = view.through.rises ? along : slices - 1 - along;
      const layout = { start: start + Math.floor(frame / slices) * volumeBytes, sizes, valueBytes };
      const bytes = await voxels.plane(layout, view, index);
      if (bytes === null) throw truncated(data.size);
      return kind === null
        ? colourImage(bytes, layout, view)
        : greyImage(toNumbers(bytes, kind, header.littleEndian), kind, header, layout, view);
    },
    close: () => voxels.close(),
  };
}

function spacingOf({ axes }: NiftiHeader, { through, down, across }: SliceView) {
  const along = ({ axis }: SliceView['down']) => {
    const [x, y, z] = [axes[0][axis], axes[1][axis], axes[2][axis]];
    const mm = Math.sqrt(x * x + y * y + z * z);
    return mm > 0 && Number.isFinite(mm) ? mm : 1;
  };
  return [along(through), along(down), along(across)] as const;
}

/** Reads planes; keeps the volume that slices across the file's order are taken of. */
function keepingReader(file: SourceFile, volumeBytes: number) {
  let kept: { readonly start: number; readonly bytes: Uint8Array } | null = null;
  /** Where the volume begins of which a slice was gathered already. */
  let gathered: number | null = null;
  return {
    async plane(
      layout: VolumeLayout,
      { through }: SliceView,
      index: number,
    ): Promise<Uint8Array | null> {
      const runs = planeRuns(layout, through.axis, index);
      if (runs.count === 1 || volumeBytes > keptBytes) return readRuns(file, runs);
      if (gathered !== layout.start) {
        gathered = layout.start;
        kept = null;
        return readRuns(file, runs);
      }
      if (kept === null) {
        const whole = { start: layout.start, length: volumeBytes, stride: volumeBytes, count: 1 };
        const bytes = await readRuns(file, whole);
        if (bytes === null) return null;
        kept = { start: layout.start, bytes };
      }
      const { bytes } = kept;
      const inMemory = {
        slice: (from: number, to: number) => Promise.resolve(bytes.subarray(from, to)),
      };
      return readRuns(inMemory, planeRuns({ ...layout, start: 0 }, through.axis, index));
    },
    close() {
      kept = null;
    },
  };
}

/** Where each pixel of the picture lies in a plane as it was read. */
function placesOf({ sizes }: VolumeLayout, { through, down, across }: SliceView) {
  const [fast] = [0, 1, 2].filter((axis) => axis !== through.axis) as [0 | 1];
  const width = sizes[across.axis];
  const height = sizes[down.axis];
  const along = ({ axis, rises }: SliceView['down'], size: number) => {
    const step = axis === fast ? 1 : sizes[fast];
    return rises ? { first: 0, step } : { first: (size - 1) * step, step: -step };
  };
  const row = along(down, height);
  const column = along(across, width);
  return { width, height, first: row.first + column.first, row: row.step, column: column.step };
}

function greyImage(
  stored: DeepData,
  kind: NumberKind,
  { slope, intercept, calibrated }: NiftiHeader,
  layout: VolumeLayout,
  view: SliceView,
): DecodedImage {
  const { width, height, first, row, column } = placesOf(layout, view);
  const data = stored.slice();
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, from = first + y * row; x < width; x++, from += column) data[to++] = stored[from]!;
  const [black, white] = calibrated ?? [0, 0];
  return {
    kind: 'deep',
    width,
    height,
    data,
    slope,
    intercept,
    range: rangeOf(kind),
    padding: null,
    voi:
      calibrated === null
        ? []
        : [{ kind: 'linear-exact', centre: (black + white) / 2, width: white - black }],
    inverted: false,
    modality: null,
  };
}

function colourImage(bytes: Uint8Array, layout: VolumeLayout, view: SliceView): DecodedImage {
  const { width, height, first, row, column } = placesOf(layout, view);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (first + y * row + x * column) * layout.valueBytes;
      for (let channel = 0; channel < 3; channel++) data[to++] = bytes[from + channel]!;
    }
  return { width, height, channels: 3, data };
}

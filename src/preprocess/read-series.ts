/** A volume whose slices are files of their own, as scanners write DICOM. */
import { AppError, appError, type Plane, type SourceFile } from '../domain/index.ts';
import {
  openImage,
  orientationOf,
  type ReadOptions,
  sliceView,
  type SliceView,
  type VolumeGeometry,
} from '../formats/index.ts';
import { type DecodedVolume, stacked, turned } from './read-volume.ts';

/** A file of a series, and what its header says; null where that is nothing. */
interface Slice {
  readonly geometry: VolumeGeometry | null;
}

/**
 * The slices in the order of `inOrder`, or along `options.plane` where they say how they lie in the patient. Their distance is the mean of
 * those between neighbours, and where no position is known what the first file says.
 * @param files at least one
 * @throws AppError as `stacked` and `openImage`
 */
export async function readSeries(
  files: readonly SourceFile[],
  options: ReadOptions,
): Promise<DecodedVolume> {
  const first = files[0]!;
  if (files.length < 2) throw appError('not-a-volume', first.path, { slices: 1 });
  const slices = await Promise.all(
    files.map(async (file) => ({ file, geometry: await geometryOf(file, options) })),
  );
  const [through, down, across] = slices[0]!.geometry?.spacingMm ?? ([1, 1, 1] as const);
  const places = placesOf(slices, 'positionMm');
  const mean = (Math.max(...(places ?? [])) - Math.min(...(places ?? []))) / (files.length - 1);
  const placed = inOrder(slices);
  const volume: DecodedVolume = {
    tall: await stacked(files.length, (index) => readOnly(placed[index]!.file, options), first.path),
    slices: files.length,
    spacingMm: [places === null ? through : mean, down, across],
  };
  const view = places === null || options.plane === null ? null : viewOf(slices, options.plane);
  return view === null ? volume : turned(volume, view);
}

/** How slices in the order of their positions lie along a plane; null where they don't say, or say several things. */
function viewOf(slices: readonly Slice[], plane: Plane): SliceView | null {
  const views = slices.map(({ geometry }) => viewAlong(geometry?.directions ?? null, plane));
  const first = JSON.stringify(views[0]);
  return views.every((view) => JSON.stringify(view) === first) ? views[0]! : null;
}

function viewAlong(directions: VolumeGeometry['directions'], plane: Plane): SliceView | null {
  if (directions === null) return null;
  const [[a, b, c], [d, e, f]] = directions;
  // Positions rise along the normal.
  const [x, y, z] = [b * f - c * e, c * d - a * f, a * e - b * d];
  return sliceView(
    orientationOf([
      [a, d, x],
      [b, e, y],
      [c, f, z],
    ]),
    plane,
  );
}

/** Files opened together: small ones are read whole in one go, which costs less than reading the heads of each. */
const togetherFiles = 32;

/**
 * The paths of a series in the order of `inOrder`, for which the headers of all are read: of a series of 170 files of 128 KB that takes
 * a fifth of a second, some ten times as long as to cut the slice. A file that can't be opened has no place.
 * @param openTogether opens some of them, one by one
 */
export async function seriesInOrder(
  paths: readonly string[],
  openTogether: (paths: readonly string[]) => Promise<(path: string) => Promise<SourceFile>>,
  options: ReadOptions,
): Promise<readonly string[]> {
  const slices: { readonly path: string; readonly geometry: VolumeGeometry | null }[] = [];
  for (let first = 0; first < paths.length; first += togetherFiles) {
    const some = paths.slice(first, first + togetherFiles);
    const open = await openTogether(some);
    const sliceOf = async (path: string) => {
      try {
        return { path, geometry: await geometryOf(await open(path), options) };
      } catch (error) {
        if (error instanceof AppError) return { path, geometry: null };
        throw error;
      }
    };
    slices.push(...(await Promise.all(some.map(sliceOf))));
  }
  return inOrder(slices).map(({ path }) => path);
}

/**
 * In the order of their positions; where one is unknown or occurs twice (phases of one place), in that of their numbers; where one of
 * these is, as they come.
 */
function inOrder<S extends Slice>(slices: readonly S[]): readonly S[] {
  const places = placesOf(slices, 'positionMm') ?? placesOf(slices, 'number');
  if (places === null) return slices;
  const order = [...slices.keys()].sort((a, b) => places[a]! - places[b]!);
  return order.map((index) => slices[index]!);
}

/** Null where one is unknown or occurs twice. */
function placesOf(slices: readonly Slice[], key: 'positionMm' | 'number'): readonly number[] | null {
  const places = slices.map(({ geometry }) => geometry?.[key] ?? NaN);
  const distinct = new Set(places);
  return distinct.size === slices.length && !distinct.has(NaN) ? places : null;
}

async function geometryOf(file: SourceFile, options: ReadOptions): Promise<VolumeGeometry | null> {
  const stack = await openImage(file, options);
  stack.close();
  return stack.volume ?? null;
}

async function readOnly(file: SourceFile, options: ReadOptions) {
  const stack = await openImage(file, options);
  try {
    return await stack.read(0);
  } finally {
    stack.close();
  }
}

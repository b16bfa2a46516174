/** A volume whose slices are files of their own, as scanners write DICOM. */
import { appError, type SourceFile } from '../domain/index.ts';
import { openImage, type ReadOptions, type VolumeGeometry } from '../formats/index.ts';
import { type DecodedVolume, stacked } from './read-volume.ts';

/**
 * The slices in the order of their positions, or in that of the files where a position is unknown or occurs twice (phases of one
 * place). Their distance is the mean of those between neighbours, and where no position is known what the first file says.
 * @param files at least one
 * @throws AppError as `stacked` and `openImage`
 */
export async function readSeries(
  files: readonly SourceFile[],
  options: ReadOptions,
): Promise<DecodedVolume> {
  const first = files[0]!;
  if (files.length < 2) throw appError('not-a-volume', first.path, { slices: 1 });
  const geometries = await Promise.all(files.map((file) => geometryOf(file, options)));
  const placed = files.map((file, i) => ({ file, at: geometries[i]?.positionMm ?? NaN }));
  const positions = new Set(placed.map(({ at }) => at));
  const areKnown = positions.size === files.length && !positions.has(NaN);
  if (areKnown) placed.sort((a, b) => a.at - b.at);
  const [through, down, across] = geometries[0]?.spacingMm ?? ([1, 1, 1] as const);
  const mean = (placed.at(-1)!.at - placed[0]!.at) / (files.length - 1);
  return {
    tall: await stacked(files.length, (index) => readOnly(placed[index]!.file, options), first.path),
    slices: files.length,
    spacingMm: [areKnown ? mean : through, down, across],
  };
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

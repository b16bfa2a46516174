/** One image file to a tensor, for asking a model about it. */
import type { CutOptions, SourceFile } from '../domain/index.ts';
import { cutImage } from './cut-image.ts';
import { cutTogether } from './cut-together.ts';
import { cutMontage, cutVolume } from './cut-volume.ts';
import { readAs, readTogetherAs, readVolumeAs } from './read-pixels.ts';

/** What `cutRows` would make of the file. Throws AppError where it can't be used. */
export async function cutFile(
  file: SourceFile,
  options: CutOptions,
  channels: 1 | 3,
): Promise<Uint8Array> {
  switch (options.volume) {
    case 'slice': {
      if (options.several !== 'together')
        return cutImage(await readAs(file, options), options, channels);
      const pictures = await readTogetherAs(file, options);
      const read = (index: number) => Promise.resolve(pictures[index]!);
      return await cutTogether(pictures.length, read, options, channels);
    }
    case 'montage':
      return cutMontage(await readVolumeAs(file, options), options, channels);
    case 'volume':
      return cutVolume(await readVolumeAs(file, { ...options, plane: 'auto' }), options, channels);
  }
}

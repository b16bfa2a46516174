/** AVI as a stack of frames, where these are pictures in JPEG (Motion JPEG); other codecs are refused by their four characters. */
import { appError, type SourceFile } from '../../domain/index.ts';
import type { ImageStack, ReadOptions } from '../image-format.ts';
import { readJpeg } from '../jpeg/read.ts';
import { readRiff } from './riff.ts';

const format = 'AVI';

/** What programs call Motion JPEG. */
const motionJpeg = new Set(['MJPG', 'JPEG', 'AVRN', 'DMB1', 'IJPG']);

export async function readAvi(file: SourceFile, options: ReadOptions): Promise<ImageStack> {
  const video = await readRiff(file);
  if (video === 'truncated') throw appError('truncated-image', file.path, { format, bytes: file.size });
  if ('damaged' in video) throw appError('damaged-image', file.path, { format, detail: video.damaged });
  const { codec, frames } = video;
  if (!motionJpeg.has(codec.toUpperCase())) {
    const detail = /^[\x20-\x7e]+$/.test(codec) ? codec : 'without compression';
    throw appError('unsupported-image', file.path, { format, detail });
  }
  if (frames.length === 0) throw appError('damaged-image', file.path, { format, detail: 'no frames' });
  return {
    frames: frames.length,
    representative: frames.length >> 1,
    isVideo: true,
    async read(frame) {
      const place = frames[frame];
      if (place === undefined)
        throw new RangeError(`frame ${frame} of ${frames.length} in ${file.path}`);
      const bytes = await file.slice(place.start, place.start + place.length);
      return readJpeg(bytes, file.path, options);
    },
    close: () => undefined,
  };
}

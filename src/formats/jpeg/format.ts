/** JPEG, as a format. */
import { hasBytes, type ImageFormat } from '../image-format.ts';
import { readOutline } from './markers.ts';

export const jpegFormat = {
  id: 'jpeg',
  label: 'JPEG',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  matches: (bytes) => hasBytes(bytes, 0, [0xff, 0xd8, 0xff]),
  size(bytes) {
    const { frame } = readOutline(bytes);
    return frame && { width: frame.width, height: frame.height, grey: frame.components === 1 };
  },
  load: async () => (await import('./read.ts')).readJpeg,
} as const satisfies ImageFormat;

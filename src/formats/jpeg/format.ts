/** JPEG, as a format. */
import { hasBytes, type ImageFormat, stillImage } from '../image-format.ts';

export const jpegFormat = {
  id: 'jpeg',
  label: 'JPEG',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  matches: (bytes) => hasBytes(bytes, 0, [0xff, 0xd8, 0xff]),
  load: async () => stillImage((await import('./read.ts')).readJpeg),
} as const satisfies ImageFormat;

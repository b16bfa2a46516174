/** JPEG 2000, as a format: JP2 files and bare code streams. */
import { hasBytes, type ImageFormat, stillImage } from '../image-format.ts';

export const jpeg2000Format = {
  id: 'jpeg2000',
  label: 'JPEG 2000',
  extensions: ['jp2', 'j2k', 'j2c', 'jph'],
  matches: (bytes) => hasBytes(bytes, 4, 'jP  \r\n') || hasBytes(bytes, 0, [0xff, 0x4f, 0xff, 0x51]),
  load: async () => stillImage((await import('./read.ts')).readJpeg2000),
} as const satisfies ImageFormat;

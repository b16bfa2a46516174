/** Windows and OS/2 bitmaps, as a format. */
import { hasBytes, type ImageFormat, stillImage } from '../image-format.ts';

export const bmpFormat = {
  id: 'bmp',
  label: 'BMP',
  extensions: ['bmp', 'dib'],
  // Two letters alone would take many a text for a picture; the four bytes after the length are reserved and 0.
  matches: (head) => hasBytes(head, 0, 'BM') && hasBytes(head, 6, [0, 0, 0, 0]),
  load: async () => stillImage((await import('./read.ts')).readBmp),
} as const satisfies ImageFormat;

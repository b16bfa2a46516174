/** PNG, as a format. */
import { hasBytes, type ImageFormat, stillImage } from '../image-format.ts';

export const pngFormat = {
  id: 'png',
  label: 'PNG',
  extensions: ['png'],
  matches: (bytes) => hasBytes(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  load: async () => stillImage((await import('./read.ts')).readPng),
} as const satisfies ImageFormat;

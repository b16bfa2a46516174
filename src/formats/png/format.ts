/** PNG, as a format. */
import { hasBytes, type ImageFormat } from '../image-format.ts';
import { colourTypes, readHeader } from './header.ts';

export const pngFormat = {
  id: 'png',
  label: 'PNG',
  extensions: ['png'],
  matches: (bytes) => hasBytes(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  size(bytes) {
    const header = readHeader(bytes);
    if (header === null || 'fault' in header) return null;
    const { width, height, colourType } = header;
    return {
      width,
      height,
      grey: colourType === colourTypes.grey || colourType === colourTypes.greyAlpha,
    };
  },
  load: async () => (await import('./read.ts')).readPng,
} as const satisfies ImageFormat;

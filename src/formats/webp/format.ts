/** WebP, still or animated, as a format. */
import { hasBytes, type ImageFormat, stillImage } from '../image-format.ts';

export const webpFormat = {
  id: 'webp',
  label: 'WebP',
  extensions: ['webp'],
  matches: (head) => hasBytes(head, 0, 'RIFF') && hasBytes(head, 8, 'WEBP'),
  load: async () => stillImage((await import('./read.ts')).readWebp),
} as const satisfies ImageFormat;

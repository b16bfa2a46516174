/** GIF, still or animated, as a format. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

export const gifFormat = {
  id: 'gif',
  label: 'GIF',
  extensions: ['gif'],
  matches: (head) => hasBytes(head, 0, 'GIF87a') || hasBytes(head, 0, 'GIF89a'),
  load: async () => (await import('./read.ts')).openGif,
} as const satisfies ImageFormat;

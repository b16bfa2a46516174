/** A .npy array as an image format: one picture, or one volume. Arrays of many pictures are opened with `openNpz`. */
import type { ImageFormat } from '../image-format.ts';
import { isNpy } from './npy-header.ts';

export const npyFormat = {
  id: 'npy',
  label: 'NumPy',
  extensions: ['npy'],
  matches: isNpy,
  load: async () => (await import('./read-npy.ts')).readNpy,
} as const satisfies ImageFormat;

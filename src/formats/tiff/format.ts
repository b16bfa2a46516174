/** TIFF and BigTIFF, as a format. Slides of scanners (SVS) are TIFF too. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

export const tiffFormat = {
  id: 'tiff',
  label: 'TIFF',
  extensions: ['tif', 'tiff', 'svs'],
  matches: (head) =>
    [42, 43].some(
      (version) =>
        hasBytes(head, 0, [0x49, 0x49, version, 0]) || hasBytes(head, 0, [0x4d, 0x4d, 0, version]),
    ),
  load: async () => (await import('./read.ts')).openTiff,
} as const satisfies ImageFormat;

/** MP4 and QuickTime (ISO/IEC 14496-12), and AVI, as formats. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

/** Pictures that use the same container. */
const stillBrands = new Set([
  'avif',
  'avis',
  'mif1',
  'msf1',
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'crx ',
]);
/** What files begin with that are older than `ftyp`. */
const oldBoxes = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

export const mp4Format = {
  id: 'mp4',
  label: 'MP4',
  extensions: ['mp4', 'm4v', 'mov'],
  matches: (head) =>
    hasBytes(head, 4, 'ftyp')
      ? !stillBrands.has(String.fromCharCode(...head.subarray(8, 12)))
      : head[0] === 0 && oldBoxes.some((box) => hasBytes(head, 4, box)),
  load: async () => (await import('./read-mp4.ts')).readMp4,
} as const satisfies ImageFormat;

export const aviFormat = {
  id: 'avi',
  label: 'AVI',
  extensions: ['avi'],
  matches: (head) => hasBytes(head, 0, 'RIFF') && hasBytes(head, 8, 'AVI '),
  load: async () => (await import('./read-avi.ts')).readAvi,
} as const satisfies ImageFormat;

/** NIfTI-1 and -2, as a format; `.nii.gz` arrives unpacked, and of a .hdr/.img pair the header counts as the image. Also knows Analyze 7.5, to say why it is not read. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

/** The length of the header, which is its first field, in either byte order. */
const begins = (head: Uint8Array, length: readonly [number, number]) =>
  hasBytes(head, 0, [length[1], length[0], 0, 0]) || hasBytes(head, 0, [0, 0, ...length]);
const first = [0x01, 0x5c] as const;
const second = [0x02, 0x1c] as const;

export const niftiFormat = {
  id: 'nifti',
  label: 'NIfTI',
  extensions: ['nii', 'hdr'],
  matches: (head) =>
    (begins(head, second) && (hasBytes(head, 4, 'n+2\0') || hasBytes(head, 4, 'ni2\0'))) ||
    (begins(head, first) && (hasBytes(head, 344, 'n+1\0') || hasBytes(head, 344, 'ni1\0'))) ||
    // Analyze has no magic number, but its header is a file of its own with nothing behind it.
    (begins(head, first) && head.length === 348),
  load: async () => (await import('./read.ts')).readNifti,
} as const satisfies ImageFormat;

/** AVI, as a format. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

export const aviFormat = {
  id: 'avi',
  label: 'AVI',
  extensions: ['avi'],
  matches: (head) => hasBytes(head, 0, 'RIFF') && hasBytes(head, 8, 'AVI '),
  load: async () => (await import('./read-avi.ts')).readAvi,
} as const satisfies ImageFormat;

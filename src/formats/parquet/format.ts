import { hasBytes } from '../image-format.ts';
import type { TableFormat } from '../table/table-format.ts';

/** Apache Parquet, as Hugging Face keeps datasets. */
export const parquetFormat = {
  id: 'parquet',
  label: 'Parquet',
  extensions: ['parquet'],
  matches: (head) => hasBytes(head, 0, 'PAR1') || hasBytes(head, 0, 'PARE'),
  load: async () => (await import('./read.ts')).openParquet,
} as const satisfies TableFormat;

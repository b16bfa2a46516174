import type { TableFormat } from '../table/table-format.ts';

/** Delimited text: commas, semicolons, tabs or bars. It has no mark, so it is what is nothing else. */
export const csvFormat = {
  id: 'csv',
  label: 'CSV',
  extensions: ['csv', 'tsv'],
  matches: () => true,
  load: async () => (await import('./read.ts')).openCsv,
} as const satisfies TableFormat;

import { hasBytes } from '../image-format.ts';
import type { TableFormat } from '../table/table-format.ts';

/** Excel workbooks. The old kind (.xls, an OLE container) is told apart, to be refused by its name. */
export const xlsxFormat = {
  id: 'xlsx',
  label: 'Excel',
  extensions: ['xlsx', 'xlsm', 'xls'],
  matches: (head) => hasBytes(head, 0, 'PK\x03\x04') || isOldWorkbook(head),
  load: async () => (await import('./read.ts')).openXlsx,
} as const satisfies TableFormat;

export function isOldWorkbook(head: Uint8Array): boolean {
  return hasBytes(head, 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
}

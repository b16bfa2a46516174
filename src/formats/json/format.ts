import type { TableFormat } from '../table/table-format.ts';

/** A list of records, or one record a line. */
export const jsonFormat = {
  id: 'json',
  label: 'JSON',
  extensions: ['json', 'jsonl', 'ndjson'],
  matches(head) {
    const text = new TextDecoder().decode(head).trimStart();
    return /^(?:\{\s*(?:["}]|$)|\[\s*(?:[{\]]|$))/.test(text);
  },
  load: async () => (await import('./read.ts')).openJson,
} as const satisfies TableFormat;

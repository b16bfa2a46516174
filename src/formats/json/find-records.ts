/** Where in a JSON file its records are: one pass over the text, which keeps nothing but counts. */
import { recordCutter } from './cut-records.ts';

export type RecordPlace =
  /** One after the other, as JSON lines have it. */
  | { readonly kind: 'lines' }
  /** In the outermost list. */
  | { readonly kind: 'list' }
  /** Members of the outermost object, by their ids. */
  | { readonly kind: 'entries' }
  /** In the list under this key of the outermost object. */
  | { readonly kind: 'member'; readonly member: string }
  /** An object of columns, as pandas writes it. */
  | { readonly kind: 'columns' }
  | { readonly kind: 'none' };

/** Where cutting has to begin for records at a place. */
export function depthOf({ kind }: RecordPlace): number {
  return kind === 'lines' ? 0 : kind === 'member' ? 2 : 1;
}

/** Of several lists of records the longest is taken. Throws JsonDamage. */
export async function findRecords(text: AsyncIterable<string>): Promise<RecordPlace> {
  const [outermost, entries, inner] = [
    recordCutter(0, false),
    recordCutter(1, false),
    recordCutter(2, false),
  ];
  const lists = new Map<string, number>();
  let objects = 0;
  let arrays = 0;
  let isEmpty = true;
  let top = 0;
  for await (const piece of text) {
    if (isEmpty && /^[\s\ufeff]*\[/.test(piece)) return { kind: 'list' };
    isEmpty &&= piece.trim() === '';
    top += outermost.push(piece).filter(({ isList }) => !isList).length;
    if (top > 1) return { kind: 'lines' };
    for (const { isList } of entries.push(piece)) {
      if (isList) arrays++;
      else objects++;
    }
    for (const { member, key, isList } of inner.push(piece)) {
      if (!isList && member !== null && key === null) lists.set(member, (lists.get(member) ?? 0) + 1);
    }
  }
  outermost.end();
  const [longest] = [...lists].sort((a, b) => b[1] - a[1]);
  if (longest !== undefined && longest[1] >= objects) return { kind: 'member', member: longest[0] };
  return objects > 1 ? { kind: 'entries' } : arrays > 0 ? { kind: 'columns' } : { kind: 'none' };
}

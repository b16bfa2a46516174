/**
 * Cells that name several images, as Hugging Face's `imagefolder` has them: a column `file_names`, or one that is called after what the
 * images become, such as `view_file_names`. Lists of JSON and parquet come as `a.png; b.png`, delimited text has them as JSON or Python
 * prints them.
 */

/** Whether a column of this name holds lists. */
export function isOfLists(column: string): boolean {
  return /(?:^|[_.])file_names$/i.test(column);
}

/** The names in a cell, in their order. */
export function namesIn(cell: string): string[] {
  return cell
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(/[;,]/)
    .map((name) => name.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter((name) => name !== '');
}

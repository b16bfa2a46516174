/** JSON whose outermost object has several lists of records that belong together, as COCO's annotations are: read a record at a time. */
import { AppError, appError, type Problem, type SourceFile } from '../../domain/index.ts';
import { decodeText } from '../csv/decode-text.ts';
import { isRecord } from '../table/flatten.ts';
import { JsonDamage, recordCutter } from './cut-records.ts';

/**
 * Hands over each record of the lists under the given keys, in the order of the file.
 * @returns what ended the walk early, null where it went to the end
 */
export async function eachMember(
  file: SourceFile,
  members: readonly string[],
  signal: AbortSignal,
  visit: (record: Readonly<Record<string, unknown>>, member: string) => void,
): Promise<Problem | null> {
  const cutter = recordCutter(2, true);
  let row = 0;
  try {
    for await (const piece of decodeText(file.stream())) {
      signal.throwIfAborted();
      for (const { text, member, key, isList } of cutter.push(piece)) {
        if (isList || key !== null || member === null || !members.includes(member)) continue;
        row++;
        const record: unknown = JSON.parse(text);
        if (isRecord(record)) visit(record, member);
      }
    }
    cutter.end();
  } catch (error) {
    if (error instanceof JsonDamage || error instanceof SyntaxError)
      return appError('damaged-table', file.path, { row: row + 1, detail: error.message }, error)
        .problem;
    if (error instanceof AppError) return error.problem;
    throw error;
  }
  return null;
}

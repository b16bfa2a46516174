/** JSON that is read a record at a time: an outermost list, or an object with several lists that belong together, as COCO's annotations are. */
import { AppError, appError, type Problem, type SourceFile } from '../../domain/index.ts';
import { decodeText } from '../csv/decode-text.ts';
import { isRecord } from '../table/flatten.ts';
import { JsonDamage, recordCutter, type CutRecord } from './cut-records.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Hands over each record of the lists under the given keys, in the order of the file.
 * @returns what ended the walk early, null where it went to the end
 */
export async function eachMember(
  file: SourceFile,
  members: readonly string[],
  signal: AbortSignal,
  visit: (record: JsonRecord, member: string) => void,
): Promise<Problem | null> {
  return eachAt(2, file, signal, ({ member, key }, parse) => {
    if (key !== null || member === null || !members.includes(member)) return;
    const record = parse();
    if (isRecord(record)) visit(record, member);
  });
}

/** The same for each record of the outermost list. */
export async function eachRecord(
  file: SourceFile,
  signal: AbortSignal,
  visit: (record: JsonRecord) => void,
): Promise<Problem | null> {
  return eachAt(1, file, signal, (_, parse) => {
    const record = parse();
    if (isRecord(record)) visit(record);
  });
}

async function eachAt(
  depth: number,
  file: SourceFile,
  signal: AbortSignal,
  visit: (place: CutRecord, parse: () => unknown) => void,
): Promise<Problem | null> {
  const cutter = recordCutter(depth, true);
  let row = 0;
  try {
    for await (const piece of decodeText(file.stream())) {
      signal.throwIfAborted();
      for (const record of cutter.push(piece)) {
        if (record.isList) continue;
        visit(record, () => {
          row++;
          return JSON.parse(record.text) as unknown;
        });
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

/** Text files that are lists: a name or a few words on each line. */
import { AppError, type Problem, type Source } from '../../domain/index.ts';
import { decodeText } from '../../formats/index.ts';
import { kept } from './named-table.ts';

/**
 * Hands over each line that is not empty, trimmed, with its number from 1.
 * @returns what ended the file early, null where it was read to the end
 */
export async function eachLine(
  source: Source,
  path: string,
  signal: AbortSignal,
  visit: (line: string, row: number) => void,
): Promise<Problem | null> {
  let rest = '';
  let row = 0;
  const take = (line: string) => {
    row++;
    const trimmed = line.trim();
    if (trimmed !== '') visit(trimmed, row);
  };
  try {
    const file = await source.open(path);
    for await (const text of decodeText(file.stream())) {
      signal.throwIfAborted();
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      lines.forEach(take);
    }
    take(rest);
  } catch (error) {
    if (error instanceof AppError) return error.problem;
    throw error;
  }
  return null;
}

/** The first line that is not empty, '' where there is none. Reads only the head of the file. */
export async function firstLine(source: Source, path: string): Promise<string> {
  const file = await source.open(path);
  const head = await file.slice(0, Math.min(file.size, 4096));
  return (new TextDecoder().decode(head).match(/\S.*/)?.[0] ?? '').trim();
}

/** All lines as a set. */
export async function readNames(
  source: Source,
  path: string,
  signal: AbortSignal,
  note: (problem: Problem | null) => void,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  note(await eachLine(source, path, signal, (line) => names.add(kept(line))));
  return names;
}

/** Sources and files read to their end, for tests. */
import type { Source, SourceFile } from '../../src/domain/index.ts';

/** All paths, sorted. */
export async function listAll(source: Source): Promise<string[]> {
  const paths: string[] = [];
  for await (const batch of source.list()) paths.push(...batch);
  return paths.sort();
}

/** All bytes that a file streams. */
export async function readAll(file: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = file.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    chunks.push(next.value.slice());
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

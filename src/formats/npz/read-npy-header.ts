/** Reads the header of a .npy file, from front to back and no further, so that a deflated member stands where its data begin. */
import type { SourceFile } from '../../domain/index.ts';
import {
  headerLength,
  longestHeader,
  type NpyHeader,
  parseHeader,
  preambleBytes,
} from './npy-header.ts';

/** The header; null where it can't be understood, or the bytes it would need where the file is shorter. */
export async function readNpyHeader(
  file: SourceFile,
): Promise<NpyHeader | { readonly needed: number } | null> {
  const preamble = await file.slice(0, Math.min(file.size, preambleBytes));
  const length = headerLength(preamble);
  if (length === null || length < preambleBytes || length > longestHeader) return null;
  if (length > file.size) return { needed: length };
  const rest = await file.slice(preambleBytes, length);
  const bytes = new Uint8Array(length);
  bytes.set(preamble);
  bytes.set(rest, preambleBytes);
  return parseHeader(bytes);
}

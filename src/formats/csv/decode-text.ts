/**
 * Bytes to text where nobody says in which encoding: spreadsheets in China save GB18030, others UTF-8 with or without a byte
 * order mark. UTF-8 is so regular that text in another encoding hardly ever passes for it, so the first encoding that
 * fits the first lines that are not plain ASCII is right.
 */

/** Bytes decoded at a time. */
const pieceBytes = 1024 * 1024;

/** Ends of lines are looked for up to here: a list in JSON is often one line, which would be joined and searched again with each piece. */
const longestLine = 4 * 1024 * 1024;

/**
 * Text of a stream, without byte order mark, in pieces. What does not fit the encoding found becomes U+FFFD.
 *
 * @param encoding given, nothing is found out: `windows-1252` has one character for each byte, byte order mark included
 */
export async function* decodeText(
  stream: ReadableStream<Uint8Array>,
  encoding: string | null = null,
): AsyncGenerator<string, void, void> {
  let decoder = encoding === null ? null : new TextDecoder(encoding);
  for await (const bytes of lines(stream)) {
    decoder ??= markedDecoder(bytes);
    if (decoder !== null) {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    const { encoding: found, text } = decodeAs(bytes);
    if (found !== null) decoder = new TextDecoder(found);
    yield text;
  }
  if (decoder !== null) yield decoder.decode();
}

/** UTF-16 says so by its mark. */
function markedDecoder(head: Uint8Array): TextDecoder | null {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  return null;
}

/** The text, and the encoding where the bytes tell: ASCII is the same in all. */
function decodeAs(bytes: Uint8Array): { encoding: string | null; text: string } {
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = decodeExactly(bytes, encoding);
    if (encoding === 'gb18030' && areLettersAlone(bytes)) continue;
    if (text !== null) return { encoding: text.length === bytes.length ? null : encoding, text };
  }
  return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) };
}

/**
 * Whether most bytes beyond ASCII stand between ASCII ones, as accents and curly quotation marks do in Western words. Such a byte and
 * the letter behind it are also a rare Chinese character; the common ones have two bytes beyond ASCII.
 */
function areLettersAlone(bytes: Uint8Array): boolean {
  let alone = 0;
  let pairs = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    if ((bytes[i + 1] ?? 0) < 0x80) alone++;
    else {
      pairs++;
      i++;
    }
  }
  return alone > pairs;
}

function decodeExactly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Whole lines, or as much of a long one, so that no character is cut through. 10 and 13 are never part of a longer character in any of the
 * encodings.
 */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      kept.push(value);
      keptBytes += value.length;
      if (keptBytes < pieceBytes) continue;
      const bytes = joined(kept, keptBytes);
      const cut = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
      if (cut === 0 && keptBytes < longestLine) {
        kept = [bytes];
        continue;
      }
      const end = cut === 0 ? endOfCharacter(bytes) : cut;
      yield bytes.subarray(0, end);
      kept = end < bytes.length ? [bytes.slice(end)] : [];
      keptBytes = bytes.length - end;
    }
    if (keptBytes > 0) yield joined(kept, keptBytes);
  } finally {
    await reader.cancel();
  }
}

/** Behind the last byte that is a character in each of the encodings: below 0x30 none is part of a longer one. */
function endOfCharacter(bytes: Uint8Array): number {
  for (let end = bytes.length; end > 0; end--) if (bytes[end - 1]! < 0x30) return end;
  return bytes.length;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

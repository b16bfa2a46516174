/**
 * Bytes to text where nobody says in which encoding: spreadsheets in China save GB18030, others UTF-8 with or without a byte
 * order mark. UTF-8 is so regular that text in another encoding hardly ever passes for it, so the first decoder that
 * accepts every byte is right.
 */

/** The encoding that was tried does not fit these bytes. */
export class WrongEncoding extends Error {
  override readonly name = 'WrongEncoding';
}

/** Encodings to try, in this order, for a file that begins with `head`. The last one accepts everything. */
export function likelyEncodings(head: Uint8Array): readonly string[] {
  if (head[0] === 0xff && head[1] === 0xfe) return ['utf-16le'];
  if (head[0] === 0xfe && head[1] === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030', 'windows-1252'];
}

/** Text of a stream, without byte order mark. Throws WrongEncoding. */
export async function* decodeText(
  stream: ReadableStream<Uint8Array>,
  encoding: string,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'windows-1252' });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw new WrongEncoding(encoding, { cause: error });
    }
  };
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      yield decode(value);
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

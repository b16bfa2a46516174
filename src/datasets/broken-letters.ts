/**
 * Text that was broken before it was written: UTF-8 that somebody took for Windows-1252 or Latin-1 and wrote anew, `canâ€™t` for `can’t`.
 * No reading of the file tells, because its bytes are right. A text is repaired where all of it decodes back, so that nothing is guessed;
 * what is broken in part, or twice, stays as it is.
 */
import type { Evidence } from '../domain/index.ts';

/** Of the bytes from 0x80: those of Windows-1252, and five that it leaves to control characters. */
const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
/**
 * The first two bytes of Latin letters, Greek, Cyrillic, marks, Chinese or pictures. Others begin rare scripts, and stand more often for
 * themselves: `CAFÉ™`.
 */
const firstBytes = `[ÂÃÎÏÐÑâ-ð][\x80-\xbf${windows}]`;
const seemsBroken = new RegExp(firstBytes);
const brokenWord = new RegExp(`[^ \t\r\n]*${firstBytes}[^ \t\r\n]*`);
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Texts = Readonly<Record<string, readonly string[]>>;

/** All fields, those without a broken text as they are, and what there is to say of it. */
export function repairLetters(text: Texts): { text: Texts; evidence: readonly Evidence[] } {
  let texts = 0;
  let example = '';
  const repair = (one: string) => {
    const repaired = withoutBreaks(one);
    if (repaired === null) return one;
    const [word] = brokenWord.exec(one)!;
    if (texts++ === 0) example = `${word} → ${withoutBreaks(word) ?? ''}`;
    return repaired;
  };
  const fields = Object.entries(text).map(
    ([name, values]) => [name, values.some(isBroken) ? values.map(repair) : values] as const,
  );
  if (texts === 0) return { text, evidence: [] };
  return {
    text: Object.fromEntries(fields),
    evidence: [{ kind: 'letters-repaired', holds: true, parameters: { texts, example } }],
  };
}

const isBroken = (text: string) => withoutBreaks(text) !== null;

/** The text as it was, null where it isn't broken or does not decode back as a whole. */
function withoutBreaks(text: string): string | null {
  if (!seemsBroken.test(text)) return null;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 0x100 ? code : 0x80 + windows.indexOf(text.charAt(i));
    if (byte < 0x80 && code >= 0x80) return null;
    bytes[i] = byte;
  }
  try {
    const decoded = strict.decode(bytes);
    return /[\x80-\x9f]/.test(decoded) ? null : decoded;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Names that tell samples and patients apart in a file that is kept, and lead back to nobody who has not the dataset: a hash of the
 * identifier and of a salt that is made of the dataset's own files (`docs/decisions/012-pseudonyms.md`).
 */

/** Hexadecimal digits of a name: for a million names a clash has odds of one in 37 million. */
const digits = 16;

/** Names for identifiers, in their order; the same identifier has the same name as long as the function is kept. */
export type Pseudonyms = (identifiers: readonly string[]) => Promise<string[]>;

/** @param salt secret from whoever gets the files */
export function pseudonyms(salt: string): Pseudonyms {
  const known = new Map<string, string>();
  return async (identifiers) => {
    const unknown = [...new Set(identifiers)].filter((one) => !known.has(one));
    const names = await Promise.all(unknown.map((one) => nameOf(one, salt)));
    unknown.forEach((one, i) => known.set(one, names[i]!));
    return identifiers.map((one) => known.get(one)!);
  };
}

/** An identifier that is not there stays so. */
async function nameOf(identifier: string, salt: string): Promise<string> {
  if (identifier === '') return '';
  const salted = new TextEncoder().encode(`${salt} ${identifier}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', salted));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.slice(0, digits);
}

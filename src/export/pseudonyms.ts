/**
 * Names that tell samples and patients apart in a file that is kept, and lead back to nobody: a hash of the identifier and of a
 * salt that is drawn anew for each set of files and written nowhere, so that trying out all identifiers finds nothing.
 */

/** Bytes of the salt, and hexadecimal digits of a name: for a million names a clash has odds of one in 37 million. */
const saltBytes = 16;
const digits = 16;

/** Names for identifiers, in their order; the same identifier has the same name as long as the function is kept. */
export type Pseudonyms = (identifiers: readonly string[]) => Promise<string[]>;

export function pseudonyms(): Pseudonyms {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const known = new Map<string, string>();
  return async (identifiers) => {
    const unknown = [...new Set(identifiers)].filter((one) => !known.has(one));
    const names = await Promise.all(unknown.map((one) => nameOf(one, salt)));
    unknown.forEach((one, i) => known.set(one, names[i]!));
    return identifiers.map((one) => known.get(one)!);
  };
}

/** An identifier that is not there stays so. */
async function nameOf(identifier: string, salt: Uint8Array): Promise<string> {
  if (identifier === '') return '';
  const text = new TextEncoder().encode(identifier);
  const salted = new Uint8Array(salt.length + text.length);
  salted.set(salt);
  salted.set(text, salt.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', salted));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.slice(0, digits);
}

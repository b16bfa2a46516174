/** Bytes as a person can quote them in a question. */

/** E.g. `89 50 4e 47`. */
export function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

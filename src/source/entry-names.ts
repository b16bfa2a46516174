/** Names of entries as archives hold them, made into paths of a source. */

const utf8 = new TextDecoder('utf-8', { fatal: true });
// Archives made on Chinese Windows carry GBK names without saying so; GB18030 contains GBK.
const gb18030 = new TextDecoder('gb18030');

/** A name's bytes up to the first zero, as text. */
export function decodeName(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  const name = zero < 0 ? bytes : bytes.subarray(0, zero);
  try {
    return utf8.decode(name);
  } catch {
    return gb18030.decode(name);
  }
}

/**
 * A name with `/` between parts, without a drive letter, a leading slash, `.` and empty parts; ends with `/` where the entry is
 * a folder, and is '' for the root itself. Null where it leads out of the archive.
 */
export function normaliseName(name: string): string | null {
  const parts = name.replaceAll('\\', '/').split('/');
  if (/^[a-z]:$/i.test(parts[0]!) && parts.length > 1) parts.shift();
  if (parts.includes('..')) return null;
  const isFolder = parts.at(-1) === '' || parts.at(-1) === '.';
  const path = parts.filter((part) => part !== '' && part !== '.').join('/');
  return isFolder && path !== '' ? `${path}/` : path;
}

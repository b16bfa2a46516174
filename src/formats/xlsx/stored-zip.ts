/**
 * A zip archive in memory, nothing compressed (APPNOTE.TXT 4.3). The library that reads workbooks takes a whole archive, and would
 * inflate large entries in workers of its own, which the page forbids; so it gets one in which there is nothing to inflate.
 */
export function storedZip(
  entries: readonly (readonly [path: string, bytes: Uint8Array])[],
): ArrayBuffer {
  const named = entries.map(([path, bytes]) => ({ name: new TextEncoder().encode(path), bytes }));
  const length = named.reduce((sum, { name, bytes }) => sum + 76 + 2 * name.length + bytes.length, 22);
  const zip = new Uint8Array(length);
  const view = new DataView(zip.buffer);
  let at = 0;
  const places = named.map(({ name, bytes }) => {
    const place = at;
    view.setUint32(at, 0x04034b50, true);
    view.setUint32(at + 18, bytes.length, true);
    view.setUint32(at + 22, bytes.length, true);
    view.setUint16(at + 26, name.length, true);
    zip.set(name, at + 30);
    zip.set(bytes, at + 30 + name.length);
    at += 30 + name.length + bytes.length;
    return place;
  });
  const directory = at;
  for (const [i, { name, bytes }] of named.entries()) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint32(at + 20, bytes.length, true);
    view.setUint32(at + 24, bytes.length, true);
    view.setUint16(at + 28, name.length, true);
    view.setUint32(at + 42, places[i]!, true);
    zip.set(name, at + 46);
    at += 46 + name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, named.length, true);
  view.setUint16(at + 10, named.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return zip.buffer;
}

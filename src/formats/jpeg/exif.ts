/** The one thing that EXIF is read for: which way up a picture is (EXIF 2.32, tag 0x0112). */

/** 1 to 8, or null where an APP1 segment says nothing (valid) about it. */
export function exifOrientation(segment: Uint8Array): number | null {
  const isExif = [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, i) => segment[i] === byte);
  if (!isExif || segment.length < 14) return null;
  const view = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return null;
  const entries = Math.min(
    view.getUint16(directory, little),
    Math.floor((view.byteLength - directory - 2) / 12),
  );
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

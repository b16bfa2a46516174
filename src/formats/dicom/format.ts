/** DICOM (PS3.10), as a format: with its preamble, or beginning with a data set at once. */
import { hasBytes, type ImageFormat } from '../image-format.ts';

export const dicomFormat = {
  id: 'dicom',
  label: 'DICOM',
  extensions: ['dcm', 'dicom', 'dic'],
  matches: (bytes) => hasBytes(bytes, 128, 'DICM') || beginsWithDataset(bytes),
  load: async () => (await import('./open-dicom.ts')).openDicom,
} as const satisfies ImageFormat;

/** All VRs of the elements that data sets begin with: groups 2 and 8. */
const firstVrs = ['UL', 'OB', 'UI', 'SH', 'AE', 'CS', 'DA', 'TM', 'DT', 'LO', 'SQ', 'PN', 'US', 'ST'];

/** Two elements of group 2 or 8 in rising order, in any of the three encodings. */
function beginsWithDataset(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((littleEndian) => {
    const first = plausibleElement(view, 0, littleEndian);
    if (first === null) return false;
    // A first value longer than what is looked at leaves only itself to judge by.
    if (first.end + 8 > view.byteLength) return first.isExplicit && first.end < 64 * 1024;
    const second = plausibleElement(view, first.end, littleEndian);
    return second !== null && second.tag > first.tag;
  });
}

function plausibleElement(view: DataView, at: number, littleEndian: boolean) {
  const group = view.getUint16(at, littleEndian);
  if (group !== 0x0002 && group !== 0x0008) return null;
  const tag = group * 0x10000 + view.getUint16(at + 2, littleEndian);
  const vr = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5));
  if (firstVrs.includes(vr)) {
    const isLong = vr === 'OB' || vr === 'SQ';
    if (isLong && at + 12 > view.byteLength) return null;
    const length = isLong ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 6, littleEndian);
    return { tag, isExplicit: true, end: at + (isLong ? 12 : 8) + length };
  }
  const length = view.getUint32(at + 4, littleEndian);
  return littleEndian && length < 1024 ? { tag, isExplicit: false, end: at + 8 + length } : null;
}

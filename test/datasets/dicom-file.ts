/** DICOM files of a few bytes: a header with what a test wants to say, and four grey pixels. */

/** Values by tag (`00100020`), each with its value representation. */
type Elements = Readonly<Record<string, readonly [vr: string, value: string | number]>>;

export interface Said {
  readonly patient?: string;
  readonly study?: string;
  readonly view?: string;
  readonly laterality?: string;
  readonly age?: string;
  readonly sex?: string;
  readonly spacing?: string;
}

const explicitLittle = '1.2.840.10008.1.2.1';

export function dicomFile({ patient, study, view, laterality, age, sex, spacing }: Said): Uint8Array {
  const said = {
    '00080060': ['CS', 'DX'],
    '00100010': ['PN', 'Secret^Name'],
    '00100020': patient === undefined ? undefined : ['LO', patient],
    '00100040': sex === undefined ? undefined : ['CS', sex],
    '00101010': age === undefined ? undefined : ['AS', age],
    '00185101': view === undefined ? undefined : ['CS', view],
    '0020000D': study === undefined ? undefined : ['UI', study],
    '00200062': laterality === undefined ? undefined : ['CS', laterality],
    '00280002': ['US', 1],
    '00280004': ['CS', 'MONOCHROME2'],
    '00280010': ['US', 2],
    '00280011': ['US', 2],
    '00280030': spacing === undefined ? undefined : ['DS', spacing],
    '00280100': ['US', 8],
    '00280101': ['US', 8],
    '00280102': ['US', 7],
    '00280103': ['US', 0],
  } as const;
  const present = Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined));
  const pixels = new Uint8Array([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 4, 0, 0, 0, 10, 20, 30, 40]);
  const meta = encoded({ '00020010': ['UI', explicitLittle] });
  return joined([
    new Uint8Array(128),
    new TextEncoder().encode('DICM'),
    meta,
    encoded(present as Elements),
    pixels,
  ]);
}

function encoded(elements: Elements): Uint8Array {
  return joined(
    Object.entries(elements).map(([tag, [vr, value]]) => {
      const bytes =
        typeof value === 'number' ? number16(value) : padded(value, vr === 'UI' ? '\0' : ' ');
      return joined([
        number16(parseInt(tag.slice(0, 4), 16)),
        number16(parseInt(tag.slice(4), 16)),
        new TextEncoder().encode(vr),
        number16(bytes.length),
        bytes,
      ]);
    }),
  );
}

function padded(text: string, filler: string): Uint8Array {
  return new TextEncoder().encode(text.length % 2 === 0 ? text : text + filler);
}

function number16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >> 8);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

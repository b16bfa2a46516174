/**
 * Formats that we know and cannot read yet. Knowing them lets an error say "this is a TIFF file" instead of "this is
 * no image". A format that gets a reader leaves this table.
 */
import { hasBytes } from './image-format.ts';

type Magic = readonly [offset: number, bytes: string | readonly number[]];

interface UnreadableFormat {
  readonly id: string;
  readonly label: string;
  readonly extensions: readonly string[];
  /** Any one of these is enough; all parts of one have to be there. */
  readonly magic: readonly (readonly Magic[])[];
}

export const unreadableFormats = [
  {
    id: 'jpegxl',
    label: 'JPEG XL',
    extensions: ['jxl'],
    magic: [[[4, 'JXL \r\n']], [[0, [0xff, 0x0a]]]],
  },
  { id: 'avif', label: 'AVIF', extensions: ['avif'], magic: [[[4, 'ftypavif']]] },
  {
    id: 'heic',
    label: 'HEIC',
    extensions: ['heic', 'heif'],
    magic: [[[4, 'ftyphei']], [[4, 'ftypmif1']]],
  },
] as const satisfies readonly UnreadableFormat[];

export type UnreadableImage = (typeof unreadableFormats)[number];

/** The unreadable format that these first bytes belong to, or null. */
export function matchUnreadable(bytes: Uint8Array): UnreadableImage | null {
  const matches = ({ magic }: UnreadableFormat) =>
    magic.some((parts) => parts.every(([offset, expected]) => hasBytes(bytes, offset, expected)));
  return unreadableFormats.find(matches) ?? null;
}

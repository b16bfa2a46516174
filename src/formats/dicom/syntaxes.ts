/** Transfer syntaxes (PS3.5, annex A): how a data set is encoded, and how its pixels are. */
import { type Encoding, explicitBig, explicitLittle, implicitLittle } from './elements.ts';

export type PixelCodec = 'native' | 'rle' | 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000';

export interface TransferSyntax {
  readonly uid: string;
  readonly encoding: Encoding;
  readonly isDeflated: boolean;
  /** Null where we do not know, or do not read, the syntax. */
  readonly codec: PixelCodec | null;
}

const root = '1.2.840.10008.1.2';

const native = new Map<string, Encoding>([
  [root, implicitLittle],
  [`${root}.1`, explicitLittle],
  [`${root}.2`, explicitBig],
  [`${root}.1.99`, explicitLittle],
]);

const codecs = new Map<string, PixelCodec>([
  [`${root}.5`, 'rle'],
  [`${root}.4.50`, 'jpeg'],
  [`${root}.4.51`, 'jpeg'],
  [`${root}.4.57`, 'jpeg-lossless'],
  [`${root}.4.70`, 'jpeg-lossless'],
  [`${root}.4.80`, 'jpeg-ls'],
  [`${root}.4.81`, 'jpeg-ls'],
  [`${root}.4.90`, 'jpeg-2000'],
  [`${root}.4.91`, 'jpeg-2000'],
  [`${root}.4.92`, 'jpeg-2000'],
  [`${root}.4.93`, 'jpeg-2000'],
  // High-throughput JPEG 2000, known by its code stream.
  [`${root}.4.201`, 'jpeg-2000'],
  [`${root}.4.202`, 'jpeg-2000'],
  [`${root}.4.203`, 'jpeg-2000'],
]);

/** What a UID stands for; unknown ones are explicit and little endian, as all but the first ones are. */
export function transferSyntax(uid: string): TransferSyntax {
  const encoding = native.get(uid);
  if (encoding !== undefined)
    return { uid, encoding, isDeflated: uid === `${root}.1.99`, codec: 'native' };
  return { uid, encoding: explicitLittle, isDeflated: false, codec: codecs.get(uid) ?? null };
}

/** A data set that nobody introduces: native pixels, encoded as its first element looks. */
export function unnamedSyntax(encoding: Encoding): TransferSyntax {
  return { uid: '', encoding, isDeflated: false, codec: 'native' };
}

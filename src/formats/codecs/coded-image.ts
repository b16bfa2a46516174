/** What the codecs have in common: their result, and how much memory a few coded bytes may ask for. */
import { appError } from '../../domain/index.ts';
import { checkSize } from '../image-format.ts';

/** A decoded image before anything is made of its values. */
export interface CodedImage {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Significant bits of a sample. */
  readonly bits: number;
  readonly signed: boolean;
  /** `[height, width, components]`. */
  readonly data: Uint8Array | Int8Array | Uint16Array | Int16Array;
}

/** Size and kind as a code stream's own header states them, known before it is decoded. */
export interface CodedHeader {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  readonly signed: boolean;
}

/**
 * JPEG 2000 and JPEG-LS write a black picture in next to nothing, so a size alone is no proof of a lie. As many samples as this
 * are believed of any file, which costs a decoder some 200 MB at the most;
 */
const alwaysBelieved = 2 ** 24;
/** and beyond them so many for each coded byte, well above what pictures with anything in them reach. */
const samplesPerByte = 1000;

/**
 * @throws AppError `image-too-large`; `damaged-image` where `bytes` are far too few for what the header promises.
 */
export function checkCodedSize(header: CodedHeader, bytes: number, label: string, path: string): void {
  const { width, height, components } = header;
  checkSize(width, height, path);
  const samples = width * height * components;
  if (samples > alwaysBelieved && samples > bytes * samplesPerByte)
    throw appError('damaged-image', path, {
      format: label,
      detail: `${width} x ${height} x ${components} samples in ${bytes} bytes`,
    });
}

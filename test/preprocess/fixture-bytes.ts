/** Reading of the base64 and the arrays that `test/fixtures/images/make.py` writes. */
import type { Pixels } from '../../src/domain/index.ts';

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bytes: string;
}

export function storedPixels({ width, height, channels, bytes }: StoredPicture): Pixels {
  return { width, height, channels: channels === 1 ? 1 : 3, data: fromBase64(bytes) };
}

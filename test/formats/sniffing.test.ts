/** What a file is, by its bytes. */
import { describe, expect, it } from 'vitest';
import { imageExtensions, readableExtensions, sniffImage } from '../../src/formats/index.ts';
import { problemOf } from '../source/problem-of.ts';
import { readBytes } from './read-bytes.ts';

/** The ASCII codes of a text, put at an offset. */
function bytesOf(text: string, offset = 0): Uint8Array {
  return Uint8Array.from([
    ...new Uint8Array(offset),
    ...Array.from(text, (char) => char.charCodeAt(0)),
    0,
    0,
    0,
    0,
  ]);
}

describe('first bytes', () => {
  it.each([
    ['jpeg', bytesOf('\xff\xd8\xff\xe0')],
    ['gif', bytesOf('GIF89a')],
    ['webp', bytesOf('RIFF\x10\0\0\0WEBPVP8 ')],
    ['bmp', bytesOf('BM\x46\0\0\0\0\0\0\0')],
    ['tiff', bytesOf('II*\0')],
    ['tiff', bytesOf('MM\0*')],
    ['tiff', bytesOf('II+\0')],
    ['dicom', bytesOf('DICM', 128)],
    ['jpeg2000', bytesOf('\0\0\0\x0cjP  \r\n\x87\n')],
    ['jpegxl', bytesOf('\xff\x0a')],
    ['heic', bytesOf('\0\0\0\x18ftypheic')],
    ['avif', bytesOf('\0\0\0\x1cftypavif')],
    [null, bytesOf('BM is how this text begins')],
    [null, bytesOf('RIFF\x10\0\0\0WAVEfmt ')],
    [null, new Uint8Array(0)],
  ])('of %s', (format, bytes) => {
    expect(sniffImage(bytes)).toBe(format);
  });

  it('decide, and not the name', async () => {
    const parameters = { format: 'AVIF', detail: '' };
    expect(await problemOf(readBytes(bytesOf('\0\0\0\x1cftypavif'), '1.png'))).toEqual({
      kind: 'unsupported-image',
      file: '1.png',
      parameters,
    });
  });

  it('are shown where they are of no image', async () => {
    expect(await problemOf(readBytes(bytesOf('<html><body>'), '1.png'))).toEqual({
      kind: 'not-an-image',
      file: '1.png',
      parameters: { firstBytes: '3c 68 74 6d 6c 3e 3c 62' },
    });
    expect(await problemOf(readBytes(new Uint8Array(0), '1.png'))).toEqual({
      kind: 'empty-file',
      file: '1.png',
      parameters: {},
    });
  });

  it('belong to formats with extensions, some of which are readable', () => {
    expect(readableExtensions).toEqual(expect.arrayContaining(['png', 'jpg', 'jpeg', 'npy']));
    expect(imageExtensions).toEqual(expect.arrayContaining([...readableExtensions, 'dcm', 'tif']));
  });
});

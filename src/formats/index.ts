/** File formats: images to pixels, .npz to arrays, tables to columns. Decoders are loaded when the first file needs them. */
export { imageExtensions, imageSize, readableExtensions, readImage, sniffImage } from './read-image.ts';
export { type NpyHeader, type NpzFile, openNpz } from './npz/open-npz.ts';
export { readTable, type Table } from './table/read-table.ts';

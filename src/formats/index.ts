/** File formats: images to pixels, .npz to arrays, tables to columns. Decoders are loaded when the first file needs them. */
export {
  asStored,
  checkSize,
  type ImageStack,
  type ReadOptions,
  sniffedBytes,
  type VolumeGeometry,
} from './image-format.ts';
export { imageExtensions, openImage, readableExtensions, readImage, sniffImage } from './read-image.ts';
export { giveBack, takeBytes } from './spare-memory.ts';
export { orientationOf, sliceView, type SliceView } from './nifti/orientation.ts';
export { type DicomFacts, readDicomFacts } from './dicom/facts.ts';
export { decodeText } from './csv/decode-text.ts';
export { eachMember, eachRecord } from './json/members.ts';
export { readPickle } from './pickle/read.ts';
export { type NpyHeader, type NpzFile, type NpzRows, openNpz } from './npz/open-npz.ts';
export { expectedPictures, isPictureArray, pictureShape } from './npz/pictures.ts';
export { openTable, tableExtensions } from './table/open-table.ts';
export { cellOf, isRecord } from './table/flatten.ts';
export { imagesIn } from './table/base64-cells.ts';
export { digestOf } from './table/digest.ts';
export type {
  CellContent,
  ImageCells,
  TableBatch,
  TableColumn,
  TableFile,
} from './table/table-format.ts';
export { readYaml } from './yaml/read.ts';
export { evenFrames } from './video/even-frames.ts';
export { readTable, type Table } from './table/read-table.ts';
export { ownCopy } from './table/own-copy.ts';

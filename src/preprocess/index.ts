/** From references and decoded images to tensors of one size, with Pillow's bytes. */
export { cutImage } from './cut-image.ts';
export { cutRows, type CutRow } from './cut-rows.ts';
export { RowPreviewer } from './preview-row.ts';
export { probeChannels } from './probe-channels.ts';
export { pixelReader, type PixelReader, readAs } from './read-pixels.ts';
export { stampRows } from './stamp-rows.ts';

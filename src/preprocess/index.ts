/** From references and decoded images to tensors of one size, with Pillow's bytes. */
export { boxInCut, boxInSight } from './box-geometry.ts';
export { cutFile } from './cut-file.ts';
export { cutImage } from './cut-image.ts';
export { cutRows, type CutRow, sampleJob } from './cut-rows.ts';
export type { BatchResampler } from './gpu/batch-resampler.ts';
export { chooseGpu } from './gpu/choose.ts';
export { RowPreviewer } from './preview-row.ts';
export { probeChannels } from './probe-channels.ts';
export { pixelReader, type PixelReader, readAs } from './read-pixels.ts';
export { processorResampler } from './resample.ts';
export { stampRows } from './stamp-rows.ts';

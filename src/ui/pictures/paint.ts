/** Puts decoded pixels on a canvas, one to one; enlarging is left to CSS, which keeps every pixel a square. */
import type { Attachment } from 'svelte/attachments';
import type { Pixels } from '../../domain/index.ts';

/** Grey or RGB to the RGBA that canvases take. */
export function imageData({ width, height, channels, data }: Pixels): ImageData {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const from = i * channels;
    rgba[i * 4] = data[from]!;
    rgba[i * 4 + 1] = data[channels === 3 ? from + 1 : from]!;
    rgba[i * 4 + 2] = data[channels === 3 ? from + 2 : from]!;
    rgba[i * 4 + 3] = 255;
  }
  return new ImageData(rgba, width, height);
}

/** `{@attach painted(pixels)}` on a canvas. */
export function painted(pixels: Pixels): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')?.putImageData(imageData(pixels), 0, 0);
  };
}

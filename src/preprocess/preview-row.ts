/** One sample as it is and as a model would see it, for trying options out before a whole dataset is cut. */
import {
  cubeSizes,
  type CutOptions,
  type DecodedImage,
  type DeepPixels,
  type DeepPreview,
  type ImageReference,
  isDeep,
  type Pixels,
  type StoredFrame,
} from '../domain/index.ts';
import { referred, storedFrame } from './box-geometry.ts';
import { isGrey } from './colour.ts';
import { previewImage } from './cut-image.ts';
import { cutTogether, mostTogether } from './cut-together.ts';
import { cutMontage, cutVolume } from './cut-volume.ts';
import { windowedVolume } from './read-volume.ts';
import type { PixelReader } from './read-pixels.ts';
import { fileWindow, settledWindow, valueRange, windowed } from './window.ts';

export interface RowPreview {
  readonly original: Pixels;
  /** Of the whole image. */
  readonly frame: StoredFrame;
  /** One for each size asked for. */
  readonly cuts: readonly Pixels[];
  readonly deep: DeepPreview | null;
}

/**
 * Shows one row after another. The image shown last stays decoded, so that it can be seen through one window after another
 * at the cost of the window alone.
 */
export class RowPreviewer {
  readonly #reader: PixelReader;
  #last: { readonly key: string; readonly image: Promise<DecodedImage> } | null = null;

  constructor(reader: PixelReader) {
    this.#reader = reader;
  }

  /**
   * Reads an image and cuts it at each of the sizes. Channels that are still `auto` are taken from this image.
   * Throws AppError where the image can't be read.
   */
  async preview(
    reference: ImageReference,
    options: CutOptions,
    sizes: readonly CutOptions['size'][],
  ): Promise<RowPreview> {
    if (options.volume !== 'slice') return await this.#previewVolume(reference, options, sizes);
    if (options.several === 'together') {
      const together = await this.#reader.together(reference, options);
      if (together.length > 1) return await this.#previewTogether(together, options, sizes);
    }
    const image = await this.#decoded(reference, options).catch((error: unknown) => {
      // What could not be read is tried again: a folder may have been plugged back in.
      this.#last = null;
      throw error;
    });
    const whole = windowed(image, options.window);
    const original = referred(whole, reference);
    const isCutGrey = options.channels === 'grey' || (options.channels === 'auto' && isGrey(original));
    const cuts = previewImage(original, options, isCutGrey ? 1 : 3, sizes);
    return {
      original,
      frame: storedFrame(whole),
      cuts,
      deep: isDeep(image) ? behind(image, options) : null,
    };
  }

  /** The slice in the middle, of the volume and of its cube at each of the sizes that cubes have; or the montages. */
  async #previewVolume(
    reference: ImageReference,
    options: CutOptions,
    sizes: readonly CutOptions['size'][],
  ): Promise<RowPreview> {
    const isCube = options.volume === 'volume';
    const shape = isCube ? ({ ...options, plane: 'auto' } as const) : options;
    const decoded = await this.#reader.volume(reference, shape);
    const volume = windowedVolume(decoded, options.window);
    const original = volume.slice(volume.slices >> 1);
    const isCutGrey = options.channels === 'grey' || (options.channels === 'auto' && isGrey(original));
    const channels = isCutGrey ? 1 : 3;
    const cuts = sizes
      .filter((size) => options.volume === 'montage' || cubeSizes.some((one) => one === size))
      .map((size): Pixels => {
        const shape = { ...options, size };
        const square = { width: size, height: size, channels } as const;
        if (options.volume === 'montage')
          return { ...square, data: cutMontage(volume, shape, channels) };
        const cube = cutVolume(volume, shape, channels);
        const length = size * size * channels;
        return { ...square, data: cube.slice((size >> 1) * length, ((size >> 1) + 1) * length) };
      });
    const { tall } = decoded;
    const deep = isDeep(tall) ? behind(tall, options) : null;
    return { original, frame: storedFrame(original), cuts, deep };
  }

  /** The first of several images, and all of them side by side at each of the sizes. */
  async #previewTogether(
    references: readonly ImageReference[],
    options: CutOptions,
    sizes: readonly CutOptions['size'][],
  ): Promise<RowPreview> {
    const first = await this.#reader.decoded(references[0]!, options);
    const pictures = [windowed(first, options.window)];
    for (const reference of references.slice(1, mostTogether))
      pictures.push(await this.#reader.one(reference, options));
    const original = pictures[0]!;
    const isCutGrey =
      options.channels === 'grey' || (options.channels === 'auto' && pictures.every(isGrey));
    const channels = isCutGrey ? 1 : 3;
    const read = (index: number) => Promise.resolve(pictures[index]!);
    const cuts: Pixels[] = [];
    for (const size of sizes) {
      const data = await cutTogether(references.length, read, { ...options, size }, channels);
      cuts.push({ width: size, height: size, channels, data });
    }
    const deep = isDeep(first) ? behind(first, options) : null;
    return { original, frame: storedFrame(original), cuts, deep };
  }

  #decoded(reference: ImageReference, options: CutOptions): Promise<DecodedImage> {
    const { decode, orientation, size, plane, position } = options;
    // The size counts only where it decides how a file is decoded.
    const scale = decode === 'fast' ? size : null;
    const key = JSON.stringify([reference, decode, orientation, plane, position, scale]);
    if (this.#last?.key !== key) this.#last = { key, image: this.#reader.decoded(reference, options) };
    return this.#last.image;
  }
}

function behind(image: DeepPixels, { window }: CutOptions): DeepPreview {
  const { applied, transfer } = settledWindow(image, window);
  return {
    values: valueRange(image),
    own: fileWindow(image)?.transfer.window ?? null,
    modality: image.modality,
    applied,
    shown: transfer.window,
  };
}

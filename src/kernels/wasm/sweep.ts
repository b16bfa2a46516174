/** One way to compute forward convolutions, input gradients and products: see `sweep` in `convolution.part.as`. */
import { bitsOf, jobs, type Workshop } from './workshop.ts';

/** Images of `[height, width, channels]` at an address, and the border of zeros that they get. */
export interface Images {
  readonly address: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly paddedHeight: number;
  readonly paddedWidth: number;
}

/** A packed right factor. */
export interface Panels {
  /** Bytes that `pack` will fill. */
  readonly bytes: number;
  readonly pack: (to: number) => void;
}

export interface Sweep {
  readonly images: Images;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly columns: number;
  readonly panels: Panels;
  /** Top left corner in the padded image of output pixel `[0, 0]`, and steps from output pixel to output pixel. */
  readonly first: readonly [number, number];
  readonly strides: readonly [number, number];
  /** Output pixels of an image, by row and column. */
  readonly pixels: readonly [number, number];
  readonly result: {
    readonly address: number;
    /** In numbers: of an image; of the first pixel; from row to row and from pixel to pixel. */
    readonly imageLength: number;
    readonly first: number;
    readonly rowLength: number;
    readonly pixelLength: number;
  };
  /** Address of `columns` numbers, or null. */
  readonly bias: number | null;
  readonly relu: boolean;
}

/** Bytes of images that a task works on: what it reads again for each panel stays in a core's own cache. */
const chunkBytes = 1 << 16;
/** Tasks that each thread should get, so that none waits long for the last. */
const tasksPerThread = 4;
/** In places of a tile's rows. */
const tileRows = 6;
const tailBytes = 32;

function padded(images: Images): boolean {
  return images.paddedHeight !== images.height || images.paddedWidth !== images.width;
}

/** Carries a sweep out. */
export function sweep(workshop: Workshop, work: Sweep): void {
  const { images, columns, result, pixels } = work;
  const { channels, paddedWidth, paddedHeight } = images;
  const perImage = pixels[0] * pixels[1];
  if (perImage === 0 || images.count === 0) return;
  const copied = padded(images);
  const paddedBytes = paddedHeight * paddedWidth * channels * 4;
  const chunk = imagesPerTask(workshop, images.count, paddedBytes, perImage);
  const perThread = copied ? chunk * paddedBytes + 64 : 0;
  const paddedColumns = Math.ceil(columns / 8) * 8;
  const places = (chunk * perImage + tileRows) * 4;
  const [panels, bias, inputPlaces, outputPlaces, scratch] = workshop.reserve(
    work.panels.bytes,
    paddedColumns * 4,
    places,
    places,
    workshop.threads * (perThread + tailBytes),
  ) as [number, number, number, number, number];

  work.panels.pack(panels);
  const biases = workshop.floats(bias, paddedColumns).fill(0);
  if (work.bias !== null) biases.set(workshop.floats(work.bias, columns));
  const inputs = workshop.words(inputPlaces, chunk * perImage + tileRows).fill(0);
  const outputs = workshop.words(outputPlaces, chunk * perImage + tileRows).fill(0);
  const [strideY, strideX] = work.strides;
  let at = 0;
  for (let image = 0; image < chunk; image++) {
    for (let y = 0; y < pixels[0]; y++) {
      let input = image * paddedBytes + y * strideY * paddedWidth * channels * 4;
      let output = (image * result.imageLength + result.first + y * result.rowLength) * 4;
      for (let x = 0; x < pixels[1]; x++) {
        inputs[at] = input;
        outputs[at++] = output;
        input += strideX * channels * 4;
        output += result.pixelLength * 4;
      }
    }
  }

  workshop.run(jobs.sweep, Math.ceil(images.count / chunk), [
    images.address,
    images.height * images.width * channels * 4,
    images.count,
    images.height,
    images.width * channels,
    images.padTop,
    images.padLeft * channels,
    paddedWidth * channels,
    paddedHeight,
    scratch,
    perThread,
    work.filterHeight,
    work.filterWidth * channels,
    paddedWidth * channels * 4,
    panels,
    columns,
    result.address,
    result.imageLength * 4,
    chunk,
    perImage,
    inputPlaces,
    outputPlaces,
    bias,
    bitsOf(work.relu ? 0 : -Infinity),
    (work.first[0] * paddedWidth + work.first[1]) * channels * 4,
  ]);
}

function imagesPerTask(workshop: Workshop, images: number, bytes: number, pixels: number): number {
  const fitting = Math.max(1, Math.floor(chunkBytes / bytes));
  const fair = Math.max(1, Math.floor(images / (tasksPerThread * workshop.threads)));
  const chunk = Math.min(fitting, Math.max(fair, Math.ceil(24 / pixels)), images);
  // Full tiles: a product's rows are images of one pixel.
  return pixels === 1 && chunk > tileRows ? chunk - (chunk % tileRows) : chunk;
}

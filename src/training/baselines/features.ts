/** What simple baselines learn from: pixels at 28 px, hashed n-grams of a text, or covariates, as rows of numbers. */
import {
  tensorLength,
  type SampleTable,
  type TensorReader,
  type TensorShape,
} from '../../domain/index.ts';
import { covariateWidth, encodeCovariates, encodeText, fitCovariates } from '../../models/index.ts';

/** A matrix `[rows, width]`, dense or sparse. */
export interface Features {
  readonly rows: number;
  readonly width: number;
  /** `into[row * stride + column]` = row · weights + the last weight, which is the intercept. */
  multiply(weights: Float64Array, into: Float64Array, column: number, stride: number): void;
  /** Adds each row times `by[row * stride + column]` to `sums`. */
  addTransposed(by: Float64Array, column: number, stride: number, sums: Float64Array): void;
}

export function denseFeatures(values: Float32Array, width: number): Features {
  const rows = width === 0 ? 0 : values.length / width;
  return {
    rows,
    width,
    multiply(weights, into, column, stride) {
      for (let row = 0, i = 0; row < rows; row++) {
        let sum = weights[width]!;
        for (let j = 0; j < width; j++, i++) sum += values[i]! * weights[j]!;
        into[row * stride + column] = sum;
      }
    },
    addTransposed(by, column, stride, sums) {
      for (let row = 0, i = 0; row < rows; row++) {
        const factor = by[row * stride + column]!;
        for (let j = 0; j < width; j++, i++) sums[j]! += factor * values[i]!;
      }
    },
  };
}

/** Only what is not 0 of each row: places and values between `starts[row]` and `starts[row + 1]`. */
function sparseFeatures(starts: Int32Array, places: Int32Array, values: Float32Array, width: number) {
  const rows = starts.length - 1;
  const features: Features = {
    rows,
    width,
    multiply(weights, into, column, stride) {
      for (let row = 0; row < rows; row++) {
        let sum = weights[width]!;
        for (let i = starts[row]!; i < starts[row + 1]!; i++) sum += values[i]! * weights[places[i]!]!;
        into[row * stride + column] = sum;
      }
    },
    addTransposed(by, column, stride, sums) {
      for (let row = 0; row < rows; row++) {
        const factor = by[row * stride + column]!;
        for (let i = starts[row]!; i < starts[row + 1]!; i++) sums[places[i]!]! += factor * values[i]!;
      }
    },
  };
  return features;
}

/** Sides of the pictures and of the volumes that the baseline sees. */
const [pictureSide, cubeSide] = [28, 14];

/** Pictures at a time, so that a large cut needs little memory. */
const batch = 256;

/** Pixels from -1 to 1 at 28 px, voxels at 14 px, larger cuts by the mean of what falls into each. */
export async function pixelFeatures(tensors: TensorReader, rows: Int32Array): Promise<Features> {
  const { channels, depth = 1 } = tensors;
  const side = depth === 1 ? pictureSide : cubeSide;
  const slices = Math.min(depth, side);
  const width = slices * side * side * channels;
  const length = tensorLength(tensors);
  const values = new Float32Array(rows.length * width);
  for (let start = 0; start < rows.length; start += batch) {
    const some = rows.subarray(start, start + batch);
    const pixels = new Uint8Array(some.length * length);
    await tensors.read(some, pixels);
    some.forEach((_, i) => {
      const image = pixels.subarray(i * length, (i + 1) * length);
      const into = values.subarray((start + i) * width, (start + i + 1) * width);
      shrink(image, tensors, [slices, side], into);
    });
  }
  return denseFeatures(values, width);
}

function shrink(
  image: Uint8Array,
  { size, channels, depth = 1 }: TensorShape,
  [slices, side]: readonly [number, number],
  into: Float32Array,
): void {
  const edge = (cell: number) => Math.floor((cell * size) / side);
  const front = (cell: number) => Math.floor((cell * depth) / slices);
  for (let slice = 0; slice < slices; slice++)
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++)
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          let count = 0;
          for (let z = front(slice); z < front(slice + 1); z++)
            for (let y = edge(row); y < edge(row + 1); y++)
              for (let x = edge(column); x < edge(column + 1); x++, count++)
                sum += image[((z * size + y) * size + x) * channels + channel]!;
          const at = ((slice * side + row) * side + column) * channels + channel;
          into[at] = sum / count / 127.5 - 1;
        }
}

const textBuckets = 4096;

/** The same hashed words and pieces of words that text models read. */
export function textFeatures(text: readonly string[], rows: Int32Array): Features {
  const starts = new Int32Array(rows.length + 1);
  const places: number[] = [];
  const values: number[] = [];
  rows.forEach((row, i) => {
    encodeText([text[row] ?? ''], textBuckets).forEach((value, place) => {
      if (value === 0) return;
      places.push(place);
      values.push(value);
    });
    starts[i + 1] = places.length;
  });
  return sparseFeatures(starts, Int32Array.from(places), Float32Array.from(values), textBuckets);
}

/** Covariates as models read them, and the rarest values too: nobody keeps what a baseline learned. */
export function covariateFeatures(
  table: Pick<SampleTable, 'covariates' | 'patients'>,
  trainRows: Int32Array,
): (rows: Int32Array) => Features {
  const { covariates = {} } = table;
  const columns = fitCovariates(table, Object.keys(covariates), trainRows, 1);
  return (rows) => denseFeatures(encodeCovariates(columns, covariates, rows), covariateWidth(columns));
}

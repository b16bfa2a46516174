/**
 * A trained model as one `weights.safetensors` and back: the weights under their own names, the reference samples under
 * `reference.*`, everything else in the metadata. Arrays are in the order of bytes of all machines that browsers run on.
 */
import {
  appError,
  tensorAxes,
  type CovariateColumn,
  type NamedArray,
  type TensorShape,
  type TrainedModel,
} from '../domain/index.ts';
import { covariateWidth } from '../models/index.ts';
import { metadataStrings, parseMetadata, type ModelMetadata } from './model-metadata.ts';
import { readContainer, writeContainer, type Safetensors, type StoredArray } from './safetensors.ts';

const imagesName = 'reference.images';
const probabilitiesName = 'reference.probabilities';
const covariatesName = 'reference.covariates';

/**
 * The bytes of `weights.safetensors`; equal models give equal bytes.
 * @throws RangeError where an array's length is not that of its shape, or two arrays have one name
 */
export function writeSafetensors({
  shape,
  target,
  cut,
  weights,
  reference,
}: TrainedModel): Uint8Array<ArrayBuffer> {
  const { count, images, texts, covariates, options = null, probabilities } = reference;
  const arrays: StoredArray[] = weights.map((weight) => ({ ...weight, type: 'F32' }));
  arrays.push({
    name: probabilitiesName,
    type: 'F32',
    shape: [count, target.classes.length],
    data: probabilities,
  });
  if (covariates !== undefined) {
    const width = covariates.length / count;
    arrays.push({ name: covariatesName, type: 'F32', shape: [count, width], data: covariates });
  }
  if (images !== null && shape.image !== null) {
    const axes = [count, ...tensorAxes(shape.image)];
    arrays.push({ name: imagesName, type: 'U8', shape: axes, data: images });
  }
  return writeContainer(arrays, metadataStrings({ shape, target, cut, texts, options }));
}

/**
 * Reads what `writeSafetensors` wrote.
 * @param file its name, for the error
 * @throws AppError `damaged-weights` where the bytes are no such file, are cut short, or contradict themselves
 */
export function readSafetensors(bytes: Uint8Array, file: string | null = null): TrainedModel {
  try {
    const container = readContainer(bytes);
    return assemble(container, parseMetadata(container.metadata));
  } catch (cause) {
    throw appError('damaged-weights', file, { detail: (cause as Error).message }, cause);
  }
}

function assemble({ arrays }: Safetensors, metadata: ModelMetadata): TrainedModel {
  const { shape, target, cut, texts, options } = metadata;
  const probabilities = arrays.find(({ name }) => name === probabilitiesName);
  if (probabilities?.type !== 'F32') throw new Error(`no ${probabilitiesName}`);
  const count = probabilities.shape[0] ?? 0;
  expectShape(probabilities, [count, target.classes.length]);
  if (texts !== null && texts.length !== count)
    throw new Error(`${texts.length} texts of ${count} samples`);
  if (options !== null && options.length !== count)
    throw new Error(`options of ${options.length} of ${count} samples`);
  return {
    version: 1,
    shape,
    target,
    cut,
    weights: arrays
      .filter(isWeight)
      .map(({ name, shape: dimensions, data }) => ({ name, shape: dimensions, data })),
    reference: {
      count,
      images: shape.image === null ? null : referenceImages(arrays, count, shape.image),
      texts,
      ...(options !== null && { options }),
      ...(shape.covariates && { covariates: referenceCovariates(arrays, count, shape.covariates) }),
      probabilities: probabilities.data,
    },
  };
}

function referenceImages(arrays: readonly StoredArray[], count: number, image: TensorShape): Uint8Array {
  const images = arrays.find(({ name }) => name === imagesName);
  if (images?.type !== 'U8') throw new Error(`no ${imagesName}`);
  expectShape(images, [count, ...tensorAxes(image)]);
  return images.data;
}

function referenceCovariates(
  arrays: readonly StoredArray[],
  count: number,
  columns: readonly CovariateColumn[],
): Float32Array {
  const covariates = arrays.find(({ name }) => name === covariatesName);
  if (covariates?.type !== 'F32') throw new Error(`no ${covariatesName}`);
  expectShape(covariates, [count, covariateWidth(columns)]);
  return covariates.data;
}

function isWeight(array: StoredArray): array is StoredArray & NamedArray {
  return array.type === 'F32' && ![probabilitiesName, covariatesName].includes(array.name);
}

function expectShape({ name, shape }: StoredArray, expected: readonly number[]): void {
  if (shape.join() !== expected.join())
    throw new Error(`${name} has shape [${shape.join(', ')}], expected [${expected.join(', ')}]`);
}

/** A trained model's answer to a picture, a text, covariates, or some of them: cut and encoded exactly as its training samples were. */
import type * as tf from '@tensorflow/tfjs';
import {
  middleSlices,
  tensorLength,
  type Answer,
  type CovariateReader,
  type Pixels,
  type Question,
  type TensorReader,
  type TrainedModel,
} from '../domain/index.ts';
import { covariateReader } from '../models/index.ts';
import { blobFile } from '../source/index.ts';
import { cutFile } from '../preprocess/index.ts';
import { predict } from '../training/index.ts';

/** @throws AppError where the picture can't be read */
export async function answer(
  trained: TrainedModel,
  model: tf.LayersModel,
  question: Question,
): Promise<Answer> {
  const tensors = await see(trained, question.image);
  const text = trained.shape.text === null ? null : [question.text];
  const options = { of: () => question.options, places: null };
  const samples = { tensors, text, covariates: told(trained, question), options };
  const probabilities = await predict(model, trained.target, { ...samples, rows: Int32Array.of(0) }, 1);
  return { probabilities, seen: tensors && (await pictureOf(tensors)) };
}

/** What is said of the sample; what is not said is missing. */
function told({ shape }: TrainedModel, { covariates }: Question): CovariateReader | null {
  if (shape.covariates === undefined) return null;
  const values = Object.entries(covariates).map(([name, value]) => [name, [value]] as const);
  return covariateReader(shape.covariates, Object.fromEntries(values));
}

async function see({ cut, shape }: TrainedModel, image: Blob | null): Promise<TensorReader | null> {
  if (cut === null || shape.image === null) return null;
  const { channels } = shape.image;
  const name = image instanceof File ? image.name : '';
  const seen =
    // A model of image and text that is asked about a text alone sees a black picture.
    image === null
      ? new Uint8Array(tensorLength(shape.image))
      : await cutFile(blobFile(name, image, name), cut, channels);
  return {
    ...shape.image,
    rows: 1,
    read: (_, into) => {
      into.set(seen);
      return Promise.resolve();
    },
  };
}

/** What was seen; of a volume the slice in the middle. */
async function pictureOf(tensors: TensorReader): Promise<Pixels> {
  const { size, channels } = tensors;
  const data = new Uint8Array(size * size * channels);
  await middleSlices(tensors).read([0], data);
  return { width: size, height: size, channels, data };
}

/** A trained model's answer to a picture, a text, covariates, or some of them: cut and encoded exactly as its training samples were. */
import type * as tf from '@tensorflow/tfjs';
import type {
  Answer,
  CovariateReader,
  Pixels,
  Question,
  TensorReader,
  TrainedModel,
} from '../domain/index.ts';
import { covariateReader } from '../models/index.ts';
import { blobFile } from '../source/index.ts';
import { cutImage, readAs } from '../preprocess/index.ts';
import { predict } from '../training/index.ts';

/** @throws AppError where the picture can't be read */
export async function answer(
  trained: TrainedModel,
  model: tf.LayersModel,
  question: Question,
): Promise<Answer> {
  const seen = await see(trained, question.image);
  const tensors: TensorReader | null = seen && {
    size: seen.width,
    channels: seen.channels,
    rows: 1,
    read: (_, into) => {
      into.set(seen.data);
      return Promise.resolve();
    },
  };
  const text = trained.shape.text === null ? null : [question.text];
  const probabilities = await predict(
    model,
    trained.target,
    { tensors, text, covariates: told(trained, question), rows: Int32Array.of(0) },
    1,
  );
  return { probabilities, seen };
}

/** What is said of the sample; what is not said is missing. */
function told({ shape }: TrainedModel, { covariates }: Question): CovariateReader | null {
  if (shape.covariates === undefined) return null;
  const values = Object.entries(covariates).map(([name, value]) => [name, [value]] as const);
  return covariateReader(shape.covariates, Object.fromEntries(values));
}

async function see({ cut }: TrainedModel, image: Blob | null): Promise<Pixels | null> {
  if (cut === null) return null;
  const channels = cut.channels === 'grey' ? 1 : 3;
  // A model of image and text that is asked about a text alone sees a black picture.
  if (image === null) {
    const data = new Uint8Array(cut.size ** 2 * channels);
    return { width: cut.size, height: cut.size, channels, data };
  }
  const name = image instanceof File ? image.name : '';
  const pixels = await readAs(blobFile(name, image, name), cut);
  return { width: cut.size, height: cut.size, channels, data: cutImage(pixels, cut, channels) };
}

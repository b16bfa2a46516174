/** The layer where a picture's places end: what it takes in is the last activation that says where something is. */
import type * as tf from '@tensorflow/tfjs';

/** The layer that every image tower ends with; null in a model without pictures. Takes in `[batch, height, width, channels]`. */
export function imagePooling(model: tf.LayersModel): tf.layers.Layer | null {
  return model.layers.find(({ name }) => name === 'image_features') ?? null;
}

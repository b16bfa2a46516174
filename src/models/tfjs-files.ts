/** A model as the files that `tf.loadLayersModel` reads: `model.json` and its binary shards. */
import * as tf from '@tensorflow/tfjs';

export interface TfjsFiles {
  /** Text of `model.json`, which names the shards relative to itself. */
  readonly modelJson: string;
  readonly shards: readonly { readonly name: string; readonly data: Uint8Array<ArrayBuffer> }[];
}

/** Browsers cache files of this size well: what TensorFlow's own converter uses. */
const shardBytes = 4 * 2 ** 20;

/** Serialises topology and weights (float32, little-endian). */
export async function toTfjsFiles(model: tf.LayersModel): Promise<TfjsFiles> {
  const artifacts = await serialise(model);
  const { weightData, weightSpecs, modelTopology } = artifacts;
  if (weightData === undefined || weightSpecs === undefined) throw new Error('the model has no weights');
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
  const shards = Array.from({ length: count }, (_, i) => ({
    name: `group1-shard${i + 1}of${count}.bin`,
    data: bytes.slice(i * shardBytes, (i + 1) * shardBytes),
  }));
  const modelJson: tf.io.ModelJSON = {
    format: 'layers-model',
    generatedBy: artifacts.generatedBy ?? '',
    modelTopology: modelTopology ?? {},
    weightsManifest: [{ paths: shards.map((shard) => shard.name), weights: weightSpecs }],
  };
  return { modelJson: JSON.stringify(modelJson), shards };
}

async function serialise(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  return new Promise((resolve, reject) => {
    const handler = tf.io.withSaveHandler((artifacts) => {
      resolve(artifacts);
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
    });
    model.save(handler).catch(reject);
  });
}

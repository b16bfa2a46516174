/** The small network of test/fixtures/explanation/make_expectations.py: the same formula for its weights and its pictures. */
import type * as tf from '@tensorflow/tfjs';
import { outputWidth, type Target, type TargetKind, type TensorReader } from '../../src/domain/index.ts';
import { buildModel, setWeights, weightsOf } from '../../src/models/index.ts';

const size = 28;

/** Numbers from -1 to 1 that depend on a name and their position only. */
export function noise(name: string, count: number): Float64Array {
  const start = Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0);
  return Float64Array.from({ length: count }, (_, i) => {
    const value = Math.sin(start + 12.9898 * i) * 43758.5453;
    return 2 * (value - Math.floor(value)) - 1;
  });
}

function weight(name: string, shape: readonly number[]): Float32Array {
  const count = shape.reduce((product, side) => product * side, 1);
  const values = noise(name, count);
  if (name.endsWith('/kernel'))
    return Float32Array.from(values, (value) => value * Math.sqrt(3 / (count / shape.at(-1)!)));
  if (/gamma|moving_variance/.test(name)) return Float32Array.from(values, (value) => 1 + 0.4 * value);
  return Float32Array.from(values, (value) => 0.2 * value);
}

export function targetOf(kind: TargetKind): Target {
  const classes = kind === 'binary' ? ['no', 'yes'] : ['a', 'b', 'c'];
  return { name: 'made', kind, classes, mayFlip: false };
}

export async function madeNetwork(target: Target): Promise<tf.LayersModel> {
  const shape = { inputs: 'image', image: { size, channels: 1 }, text: null, dropout: 0 } as const;
  const model = buildModel({ ...shape, outputs: outputWidth(target) }, 0);
  const weights = await weightsOf(model);
  setWeights(
    model,
    weights.map((one) => ({ ...one, data: weight(one.name, one.shape) })),
  );
  return model;
}

export function madePictures(): TensorReader {
  const rows = 2;
  const pixels = Uint8Array.from(noise('pictures', rows * size * size), (value) =>
    Math.floor((value + 1) * 127.5),
  );
  return {
    size,
    channels: 1,
    rows,
    read: (wanted, into) => {
      for (let i = 0; i < wanted.length; i++)
        into.set(
          pixels.subarray(wanted[i]! * size * size, (wanted[i]! + 1) * size * size),
          i * size * size,
        );
      return Promise.resolve();
    },
  };
}

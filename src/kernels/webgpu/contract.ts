/** Runs contractions: one dispatch, or two where the depth is split. */
import type * as tf from '@tensorflow/tfjs';
import { gpuProgram, type GpuBackend } from './backend.ts';
import { directShader, tiledShader } from './contraction-shader.ts';
import { outputSize, rowCount, type Contraction } from './contraction.ts';
import { addParts } from './parts.ts';
import { planContraction } from './plan.ts';

/** Runs a contraction. @param bias `[columns]`, where the epilogue asks for it */
export function contract(
  backend: GpuBackend,
  contraction: Contraction,
  left: tf.TensorInfo,
  right: tf.TensorInfo,
  bias: tf.TensorInfo | null = null,
  relu = false,
): tf.TensorInfo {
  const plan = planContraction(contraction, backend.device);
  const { splits } = plan;
  const epilogue = { bias: bias !== null, relu };
  const direct = splits === 1;
  const width = plan.threads[0] * plan.columns;
  const height = plan.threads[1] * plan.rows;
  const rows = rowCount(contraction);
  const operands = direct && bias !== null ? [left, right, bias] : [left, right];
  const shader = plan.tiled ? tiledShader : directShader;
  const program = gpuProgram({
    name: contraction.name,
    key: [contraction, plan, direct && epilogue],
    outputShape: direct ? contraction.outputShape : [splits, outputSize(contraction)],
    workgroupSize: [...plan.threads, 1],
    dispatch: [
      Math.ceil(contraction.columns.size / width),
      Math.ceil(rows / height),
      contraction.parts * splits,
    ],
    variableNames: ['left', 'right', 'bias'].slice(0, operands.length),
    ...shader(contraction, plan, direct ? epilogue : { bias: false, relu: false }),
  });
  const sums = backend.runWebGPUProgram(program, operands, 'float32');
  if (direct) return sums;
  const output = addParts(
    backend,
    { sums, count: splits },
    {
      name: contraction.name,
      outputShape: contraction.outputShape,
      finish: relu ? 'max(sum, 0.0)' : 'sum',
      bias,
    },
  );
  backend.disposeData(sums.dataId);
  return output;
}

/** The arrays of NumPy's files as the program reads them: of an .npz all of them one after the other, in the order of their names. */
import { appError, type SourceFile } from '../../src/domain/index.ts';
import { openNpz } from '../../src/formats/index.ts';
import type { FileFacts } from './facts.ts';

export async function readNumpy(file: SourceFile, facts: FileFacts): Promise<Float64Array> {
  if (facts.kind === 'npy')
    throw appError('npz-unsupported-array', file.path, {
      member: '',
      dtype: '?',
      shape: '?',
      expected: 'an .npz',
    });
  const npz = await openNpz(file);
  const values: number[] = [];
  for (const name of [...npz.members.keys()].sort()) values.push(...(await npz.integers(name)).values);
  return Float64Array.from(values);
}

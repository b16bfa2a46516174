/** The arrays of NumPy's files as the program reads them: of an .npz all of them one after the other, in the order of their names. */
import type { SourceFile } from '../../src/domain/index.ts';
import { openNpz } from '../../src/formats/index.ts';

export async function readNumpy(file: SourceFile): Promise<Float64Array> {
  const npz = await openNpz(file);
  const values: number[] = [];
  for (const name of [...npz.members.keys()].sort()) {
    const rows = npz.members.get(name)!.shape[0] ?? 1;
    for (const value of await npz.rows(name, 0, rows)) values.push(value);
  }
  return Float64Array.from(values);
}

/** UMAP (McInnes, Healy and Melville 2018), by the library, which is loaded when it is asked for. */
import { seededRandom } from '../domain/index.ts';
import { principalComponents } from './principal-components.ts';

/** More columns than these only make it slower: they are the smallest principal components. */
const mostColumns = 32;
/** The method's own default. */
const neighbours = 15;
/** Epochs between two reports. */
const reportEvery = 5;

/**
 * Lays embeddings out on a plane; the same ones always in the same way. Yields epochs done and in total, 0 of 0 while the
 * neighbours are looked for. Fewer samples than neighbours are laid out by their principal components.
 * @param values `[rows, width]`
 * @returns `[rows, 2]`
 */
export async function* umap(
  values: Float32Array,
  width: number,
): AsyncGenerator<{ readonly done: number; readonly total: number }, Float32Array, void> {
  const rows = values.length / width;
  if (rows <= neighbours) return principalComponents(values, width, 2).coordinates;
  yield { done: 0, total: 0 };
  const { UMAP } = await import('umap-js');
  const columns = Math.min(mostColumns, width);
  const columnsOf = width > columns ? principalComponents(values, width, columns).coordinates : values;
  const points = Array.from({ length: rows }, (_, row) =>
    Array.from(columnsOf.subarray(row * columns, (row + 1) * columns)),
  );
  const layout = new UMAP({ nNeighbors: neighbours, random: seededRandom(0, 'umap') });
  const total = layout.initializeFit(points);
  for (let done = 1; done <= total; done++) {
    layout.step();
    if (done % reportEvery === 0) yield { done, total };
  }
  return Float32Array.from(layout.getEmbedding().flat());
}

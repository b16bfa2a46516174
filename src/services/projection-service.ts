/** The projection worker's job: lays embeddings out on a plane. Long and in one piece, so that ending it ends nothing else. */
import type { ExplanationProgress, Projection } from '../domain/index.ts';
import { principalComponents, umap } from '../explanation/index.ts';

export class ProjectionService {
  /**
   * @param values `[rows, width]`
   * @returns `[rows, 2]`; the same for the same values
   */
  async *project(
    projection: Projection,
    values: Float32Array,
    width: number,
  ): AsyncGenerator<ExplanationProgress, Float32Array, void> {
    yield { stage: 'projecting', done: 0, total: 0 };
    if (projection === 'pca') return principalComponents(values, width, 2).coordinates;
    const steps = umap(values, width);
    for (;;) {
      const next = await steps.next();
      if (next.done) return next.value;
      yield { stage: 'projecting', ...next.value };
    }
  }
}

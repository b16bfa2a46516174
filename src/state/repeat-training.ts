/** How much of a result is the seed's: the same recipe again with other seeds, one run after the other. */
import type { Notebook } from './notebook.svelte.ts';

/**
 * Trains `times` more runs with the seeds that follow. A run that fails or is paused ends the series; what is finished is
 * kept and compared.
 */
export async function repeatTraining(notebook: Notebook, times: number): Promise<void> {
  for (let run = 0; run < times; run++) {
    const seed = notebook.recipe.current.seed + 1;
    notebook.recipe.change({ seed });
    await notebook.advance('train');
    if (notebook.train.result?.recipe.seed !== seed) return;
  }
}

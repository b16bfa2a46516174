/** What training starts from: random weights, those that were loaded from a file, or those of a run that is kept here. */
import { reads, type CompleteRecipe, type RunSummary } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { RecipeDraft } from './recipe-draft.svelte.ts';
import type { Shelf } from './shelf.svelte.ts';
import type { TargetStep } from './target.svelte.ts';
import { Task } from './task.svelte.ts';
import type { TryIt } from './try-it.svelte.ts';

export class StartWeights {
  readonly task = new Task();
  readonly #engine: Engine;
  readonly #recipe: RecipeDraft;
  readonly #target: TargetStep;
  readonly #shelf: Shelf;
  readonly #tryIt: TryIt;
  /** Runs by the name of their weights in a recipe. */
  #runIds = $state.raw<Readonly<Record<string, string>>>({});

  constructor(engine: Engine, recipe: RecipeDraft, target: TargetStep, shelf: Shelf, tryIt: TryIt) {
    this.#engine = engine;
    this.#recipe = recipe;
    this.#target = target;
    this.#shelf = shelf;
    this.#tryIt = tryIt;
  }

  /** Weights from a file, by their name in a recipe; null where there are none. */
  get loaded(): string | null {
    const { start } = this.#recipe.current.model;
    return start !== null && this.#run === null ? start.weights : (this.#tryIt.loaded?.id ?? null);
  }

  /** Finished runs whose network for some input is the one that is trained next, and the chosen one; newest first. */
  get runs(): readonly RunSummary[] {
    const chosen = this.#run;
    return this.#shelf.finished.filter((run) => run === chosen || this.#isOfUse(run.recipe));
  }

  /** Null for random weights, else a run's id or the name of loaded weights. */
  get chosen(): string | null {
    const { start } = this.#recipe.current.model;
    return start === null ? null : (this.#run?.runId ?? start.weights);
  }

  /** @param what as `chosen` */
  choose(what: string | null): Promise<boolean> {
    return this.task.run(async (signal) => {
      const isRun = this.#shelf.finished.some(({ runId }) => runId === what);
      const weights = isRun ? await this.#engine.weightsOf(what!) : what;
      signal.throwIfAborted();
      if (isRun) this.#runIds = { ...this.#runIds, [weights!]: what! };
      const { model } = this.#recipe.current;
      const train = model.start?.train ?? 'all';
      this.#recipe.change({ model: { ...model, start: weights === null ? null : { weights, train } } });
    });
  }

  /** The run whose weights are chosen. */
  get #run(): RunSummary | null {
    const { start } = this.#recipe.current.model;
    const runId = start === null ? null : this.#runIds[start.weights];
    return this.#shelf.finished.find((run) => run.runId === runId) ?? null;
  }

  #isOfUse({ inputs, cut, model }: CompleteRecipe): boolean {
    const { current } = this.#recipe;
    const [there, here] = [reads(inputs), reads(this.#target.inputs)];
    const isSameCut = cut.size === current.cut.size && cut.volume === current.cut.volume;
    const hasImage = there.image && here.image && isSameCut;
    const hasText = there.text && here.text;
    return (
      (hasImage && model.image.encoder === current.model.image.encoder) ||
      (hasText && model.text.encoder === current.model.text.encoder)
    );
  }
}

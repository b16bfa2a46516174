/** The recipe as it stands on the page, with undo. Which steps a change concerns is told by `recipeKeys`. */
import { defaultRecipe, type Recipe } from '../domain/index.ts';

/** The parts of a recipe that can be changed by themselves. */
export type RecipeChange = Partial<Recipe>;

export class RecipeDraft {
  current = $state.raw<Recipe>(defaultRecipe);
  #earlier = $state.raw<readonly Recipe[]>([]);
  #changed: () => void;

  /** @param changed called after every change, undo included */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  get canUndo(): boolean {
    return this.#earlier.length > 0;
  }

  change(change: RecipeChange): void {
    const next = { ...this.current, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    this.#earlier = [...this.#earlier, this.current];
    this.current = next;
    this.#changed();
  }

  undo(): void {
    const before = this.#earlier.at(-1);
    if (before === undefined) return;
    this.#earlier = this.#earlier.slice(0, -1);
    this.current = before;
    this.#changed();
  }

  /** Begins anew, as for another source. */
  reset(recipe: Recipe = defaultRecipe): void {
    this.#earlier = [];
    this.current = recipe;
  }
}

/** What each step depends on, as text to be compared: a step is done as long as its key is the one it was done with. */
export interface RecipeKeys {
  readonly target: string;
  readonly cut: string;
  readonly train: string;
}

export function recipeKeys(recipe: Recipe): RecipeKeys {
  const target = JSON.stringify([
    recipe.reading,
    recipe.target,
    recipe.labels,
    recipe.boxes,
    recipe.text,
    recipe.covariates,
    recipe.split,
    recipe.inputs,
    recipe.seed,
    recipe.identifiers,
  ]);
  const cut = target + JSON.stringify(recipe.cut);
  return {
    target,
    cut,
    train: cut + JSON.stringify([recipe.health, recipe.model, recipe.training, recipe.backend]),
  };
}

/** The Health step: what was found before anything is trained, checked by itself once there is something new to check. */
import {
  severities,
  withFix,
  type Finding,
  type Fix,
  type HealthProgress,
  type HealthReport,
  type Pixels,
  type Severity,
} from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { CutStep } from './cut.svelte.ts';
import { picturesOf } from './pictures.ts';
import { recipeKeys, type RecipeDraft } from './recipe-draft.svelte.ts';
import type { StepStatus } from './step-names.ts';
import type { TargetStep } from './target.svelte.ts';
import { follow, Task } from './task.svelte.ts';

export class HealthStep {
  readonly task = new Task();
  readonly recipe: RecipeDraft;
  readonly #engine: Engine;
  readonly #target: TargetStep;
  readonly #cut: CutStep;
  progress = $state.raw<HealthProgress | null>(null);
  report = $state.raw<HealthReport | null>(null);
  /** Cut pictures by row of the sample table, of the samples that findings name. */
  pictures = $state.raw<Readonly<Record<number, Pixels>>>({});
  #checkedKey: string | null = null;

  constructor(engine: Engine, recipe: RecipeDraft, target: TargetStep, cut: CutStep) {
    this.#engine = engine;
    this.recipe = recipe;
    this.#target = target;
    this.#cut = cut;
  }

  get status(): StepStatus {
    if (this.task.running) return 'running';
    if (this.task.failure !== null) return 'failed';
    // Findings of other settings are not shown: what they were found in is not there any more.
    return this.report === null || !this.#target.isDone ? 'waiting' : 'done';
  }

  get share(): number | null {
    const { progress } = this;
    return progress === null || progress.total === 0 ? null : progress.done / progress.total;
  }

  get findings(): readonly Finding[] {
    return this.report?.findings ?? [];
  }

  /** Findings of each severity, those that the recipe takes care of left out. */
  get counts(): Readonly<Record<Severity, number>> {
    const open = this.findings.filter((one) => !this.isFixed(one.fix));
    const count = (severity: Severity) => open.filter((one) => one.severity === severity).length;
    return { serious: count('serious'), caution: count('caution'), note: count('note') };
  }

  get needsAttention(): boolean {
    return severities.some((severity) => severity !== 'note' && this.counts[severity] > 0);
  }

  /** Fixes of the findings that are in the recipe now. */
  get applied(): readonly Fix[] {
    const wanted = this.findings.flatMap(({ fix }) => (fix !== null && this.isFixed(fix) ? [fix] : []));
    return wanted.filter((fix, i) => wanted.indexOf(fix) === i);
  }

  isFixed(fix: Fix | null): boolean {
    const recipe = this.recipe.current;
    return fix !== null && JSON.stringify(withFix(recipe, fix)) === JSON.stringify(recipe);
  }

  apply(fix: Fix): void {
    this.recipe.change(withFix(this.recipe.current, fix));
  }

  /** Checks what is new since the last time: another target or split, or images that are cut now. */
  async refresh(): Promise<boolean> {
    const { prepared } = this.#target;
    if (prepared === null || !this.#target.isDone) return false;
    const keys = recipeKeys(this.recipe.current);
    const key = this.#cut.isDone ? keys.cut : keys.target;
    if (key === this.#checkedKey && !this.task.running) return true;
    return this.task.run(async (signal) => {
      this.report = await follow(this.#engine.examine(prepared, signal), signal, (progress) => {
        this.progress = progress;
      });
      this.#checkedKey = key;
      await this.#fetchPictures(this.report, prepared.cutId);
    });
  }

  reset(): void {
    this.task.cancel();
    this.task.failure = null;
    this.progress = null;
    this.report = null;
    this.pictures = {};
    this.#checkedKey = null;
  }

  async #fetchPictures({ findings, withPixels }: HealthReport, cutId: string | null): Promise<void> {
    const named = findings.flatMap((one) => one.rows);
    const rows = named.filter((row, i) => named.indexOf(row) === i);
    if (!withPixels || cutId === null || rows.length === 0) this.pictures = {};
    else {
      const pictures = picturesOf(await this.#engine.pictures(cutId, rows));
      this.pictures = Object.fromEntries(rows.map((row, i) => [row, pictures[i]!]));
    }
  }
}

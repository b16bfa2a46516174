/** The page's state: one class a step, put together by the notebook. */
export { Notebook } from './notebook.svelte.ts';
export { repeatTraining } from './repeat-training.ts';
export { stepNames, type StepName, type StepStatus } from './step-names.ts';
export { themes } from './appearance.svelte.ts';
export { browserMemory, volatileMemory, type Memory } from './memory.ts';
export { failureText, type Failure } from './failure.ts';
export type { Language } from './language.svelte.ts';
export { RejectedList } from './rejected-list.svelte.ts';
export { fileKind } from './file-kind.ts';
export type { Tile } from './contact-sheet.svelte.ts';
export type { Explainer } from './explainer.svelte.ts';
export type { SampleMap } from './sample-map.svelte.ts';
export type { PointGroups } from './point-groups.ts';
export type { Gallery } from './gallery.svelte.ts';
export type { EarlierRun, ResultsStep } from './results.svelte.ts';
export type { Watched as WatchedSamples } from './train.svelte.ts';
export type { Likelihood } from './try-it.svelte.ts';
export type { KeptFile } from './keep.svelte.ts';

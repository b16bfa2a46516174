/**
 * What is wrong with a dataset before anything is trained. Every check is a pure function that gives findings.
 *
 * - Before the cut (`sample-checks.ts`): the sample table, the labels as stated and as settled by the recipe, the splits.
 * - After the cut (`pixel-checks.ts`): the tensors, read row by row once; pictures of 28 px and a fingerprint of each are kept.
 * - Also after it (`shortcuts.ts`): covariates of the table, names of files, and the size that images had before they were cut.
 *
 * `examine.ts` runs them one after the other with progress, and leaves off when its signal aborts. It knows nothing of
 * workers and storage: the index worker's service brings tensors and facts, and stores the report with the plan.
 * What a fix does to training is `apply-fixes.ts`.
 */
export { examine, type CutImages } from './examine.ts';
export { applyFixes } from './apply-fixes.ts';
export type { Examined } from './examined.ts';

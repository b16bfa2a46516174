/** The steps of the notebook in their order, and what state each can be in. */
export const stepNames = ['data', 'target', 'cut', 'health', 'train', 'results', 'keep'] as const;
export type StepName = (typeof stepNames)[number];

/**
 * `waiting` for an earlier step; `open` for the person; `stale` where it was done with settings that have changed since;
 * `failed` where something needs attention.
 */
export type StepStatus = 'waiting' | 'open' | 'running' | 'done' | 'stale' | 'failed';

/** The engine's public surface: the contract that screens and the headless runner are written against, and its maker. */
export type * from './contract.ts';
export { createEngine } from './engine.ts';
export { describeFiles } from '../source/index.ts';
export { canPickDirectory, describeDrop, pickDirectory } from '../source/page.ts';

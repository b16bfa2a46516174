/** What the room has for helper threads, which load nothing else of it. */
export { help } from './wasm/helper.ts';
export type { HelperTask } from './wasm/workshop.ts';

/**
 * How a person hands a source over: a drop or a picker. Apart from the room's index because both need a document, and the
 * index is compiled for workers too, where there is none.
 */
export { describeDrop } from './describe-drop.ts';
export { canPickDirectory, pickDirectory } from './pick-directory.ts';

/** The page's components, of which the entry needs only the outermost. */
export { default as App } from './App.svelte';

import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Read by Vite, svelte-check and the Svelte lint rules alike. Runes only: no legacy reactivity. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};

/**
 * The page in a chosen state with a fake engine, to look at while developing: `npx vite`, then
 * `/test/ui/gallery.html?state=training&lang=zh&theme=dark`. No part of the build.
 */
import { mount } from 'svelte';
import { App } from '../../src/ui/index.ts';
import { notebookIn, pageStates } from './page-states.ts';

const query = new URLSearchParams(location.search);
const state = pageStates.find((one) => one === query.get('state')) ?? 'empty';
const target = document.getElementById('app');
if (target === null) throw new Error('gallery.html has no element with the id "app"');

const { notebook, reached } = notebookIn(state, {
  language: query.get('lang') ?? 'en',
  theme: query.get('theme') ?? 'light',
});
await notebook.language.load();
mount(App, { target, props: { notebook } });
await reached;
document.body.dataset['reached'] = state;

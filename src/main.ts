/** The page's entry: mounts the application. Everything heavy is loaded later, when a dataset is opened. */
import { mount } from 'svelte';
import {
  canPickDirectory,
  createEngine,
  describeDrop,
  describeFiles,
  pickDirectory,
} from './engine/index.ts';
import { browserMemory, Notebook } from './state/index.ts';
import { App } from './ui/index.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');

const notebook = new Notebook({
  engine: createEngine(),
  doors: { describeDrop, describeFiles, pickDirectory: canPickDirectory() ? pickDirectory : null },
  memory: browserMemory(),
  languages: navigator.languages,
});
await notebook.language.load();
mount(App, { target, props: { notebook } });

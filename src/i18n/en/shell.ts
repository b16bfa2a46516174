/** English words around the steps: the rail, the footer, buttons that return everywhere, errors' frame, the keyboard. */
import { formats } from '../formats.ts';
import type { BackendNames, PassedOver } from '../sentences.ts';

const { duration, number } = formats('en');

const backends: BackendNames = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};
const passedOver: Readonly<Record<PassedOver, string>> = {
  'not-available': 'not available here',
  'software-gpu': 'only emulated by the processor, slower than WebAssembly',
  'wrong-gradients': 'its gradients differ from the reference',
  slower: 'slower in a short trial',
  failed: 'failed its test',
  'not-asked-for': 'another one was asked for',
};

export const shell = {
  tagline: 'Cuts a medical dataset thin enough to learn from, on this machine.',
  skip: 'Skip to the notebook',
  steps: 'Steps',
  switchLanguage: '中文',
  switchLanguageLabel: '切换到中文',
  theme: 'Colours',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  keyboard: 'Keyboard',
  close: 'Close',
  cancel: 'Cancel',
  copyDetails: 'Copy details',
  copied: 'Copied',
  undo: 'Undo the last change',
  options: 'Options',
  show: (step: string) => `Show ${step}`,
  fold: (step: string) => `Fold ${step}`,
  stepStates: {
    waiting: 'waiting',
    open: 'to do',
    running: 'running',
    done: 'done',
    stale: 'to be done again',
    failed: 'needs attention',
  },
  bug: {
    what: 'Microtome itself made a mistake',
    reason: (message: string) => `It says: ${message}`,
    remedy: 'Your data is untouched. Try again; if it stays, copy the details and report them.',
  },
  file: 'File',
  rate: (perSecond: number, unit: string) => `${number(perSecond)} ${unit}/s`,
  left: (seconds: number) => `${duration(seconds)} left`,
  doneOf: (done: number, total: number) => `${number(done)} of ${number(total)}`,
  footer: {
    label: 'This machine',
    backend: (name: string, device: string) => `Calculates with ${name} (${device})`,
    noBackend: 'What calculates is chosen when training starts',
    why: 'Why',
    storage: (used: string, quota: string) => `${used} of ${quota} used`,
    sent: '0 bytes sent',
    forget: 'Forget everything …',
  },
  backends,
  passedOver,
  chosenBecause: (name: string, perSecond: number | null) =>
    `${name} is the fastest that passed its test${perSecond === null ? '' : `: ${number(perSecond)} images a second in a short trial at 28 px`}.`,
  triedBefore: (name: string, reason: string, detail: string) =>
    detail === '' ? `${name}: ${reason}.` : `${name}: ${reason} (${detail}).`,
  forget: {
    title: 'Forget everything?',
    body: 'Deletes from this browser all cut images, runs, trained weights and remembered folders. Your own files stay as they are. This can’t be undone.',
    confirm: 'Forget everything',
  },
  drop: 'Let go to open it',
  keys: {
    title: 'Keyboard',
    tab: 'from one control to the next, down the notebook',
    enter: 'the main button of the step you are in',
    arrows: 'move among pictures, matrix cells and choices',
    question: 'show or hide this map',
    escape: 'close what is open',
    letters: 'jump to a step',
    names: {
      tab: 'Tab',
      enter: 'Enter',
      arrows: 'Arrows',
      question: '?',
      escape: 'Esc',
      letters: '1 – 7',
    },
  },
  announce: {
    progress: (step: string, percent: string) => `${step}: ${percent}`,
    done: (step: string, sentence: string) => `${step}: done. ${sentence}`,
    failed: (step: string, what: string) => `${step}: ${what}`,
  },
};

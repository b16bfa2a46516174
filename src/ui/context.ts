/** The language reaches every component by context: it is the one thing that all of them need. */
import { createContext } from 'svelte';
import type { Language } from '../state/index.ts';

export const [useLanguage, provideLanguage] = createContext<Language>();

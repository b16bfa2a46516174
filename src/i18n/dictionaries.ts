/** The dictionaries that are there: a page shows one language, so that each is loaded when somebody asks for it. */
import type { en } from './en/index.ts';
import type { Locale } from './locale.ts';
import type { SameShape } from './sentences.ts';

/** A dictionary: groups of sentences, and of functions that make one. */
export type Words = SameShape<typeof en>;

const loaders: Readonly<Record<Locale, () => Promise<Words>>> = {
  en: async () => (await import('./en/index.ts')).en,
  zh: async () => (await import('./zh/index.ts')).zh,
};
const loaded = new Map<Locale, Words>();

/** Makes `words` and all sentences of these languages ready. Rejects where a dictionary can't be fetched. */
export async function loadWords(...wanted: readonly Locale[]): Promise<void> {
  for (const locale of wanted) if (!loaded.has(locale)) loaded.set(locale, await loaders[locale]());
}

/** The dictionary of a language that was loaded. */
export function words(locale: Locale): Words {
  const found = loaded.get(locale);
  if (found === undefined) throw new Error(`the words of "${locale}" were not loaded`);
  return found;
}

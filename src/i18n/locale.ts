/**
 * The languages that exist and how one is chosen. Which one is shown at the moment is the page's state and not here, so
 * that the headless runner can make the same sentences without a page.
 */
export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

/** BCP 47 tags, for `Intl` and for `<html lang>`. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-Hans' };

/** What was chosen before, else the first of the browser's languages that we speak, else English. */
export function chooseLocale(remembered: string | null, preferred: readonly string[]): Locale {
  const known = locales.find((locale) => locale === remembered);
  if (known !== undefined) return known;
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0];
    const spoken = locales.find((locale) => locale === language);
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}

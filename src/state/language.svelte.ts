/** Which language the page shows. The words themselves are in `src/i18n`; this only says which of them. */
import type { Finding } from '../domain/index.ts';
import {
  chooseLocale,
  findingText,
  formats,
  languageTags,
  loadWords,
  words,
  type FindingText,
  type Locale,
} from '../i18n/index.ts';
import type { Memory } from './memory.ts';

export class Language {
  #memory: Memory;
  locale = $state<Locale>('en');

  /** @param preferred the browser's languages, most wanted first */
  constructor(memory: Memory, preferred: readonly string[]) {
    this.#memory = memory;
    this.locale = chooseLocale(memory.read('language'), preferred);
  }

  get words() {
    return words(this.locale);
  }

  get formats() {
    return formats(this.locale);
  }

  finding(finding: Finding): FindingText {
    return findingText(finding, this.locale);
  }

  /** For `<html lang>`. */
  get tag() {
    return languageTags[this.locale];
  }

  /** Before anything is shown. */
  load(): Promise<void> {
    return loadWords(this.locale);
  }

  /** To the other language, and remembers it. */
  async switch(): Promise<void> {
    const other = this.locale === 'en' ? 'zh' : 'en';
    await loadWords(other);
    this.locale = other;
    this.#memory.write('language', other);
  }
}

/** Light or dark: as the system has it, unless the person chose. */
import type { Memory } from './memory.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export class Appearance {
  #memory: Memory;
  theme = $state<Theme>('system');

  constructor(memory: Memory) {
    this.#memory = memory;
    const remembered = memory.read('theme');
    this.theme = themes.find((theme) => theme === remembered) ?? 'system';
  }

  choose(theme: Theme): void {
    this.theme = theme;
    this.#memory.write('theme', theme === 'system' ? null : theme);
  }
}

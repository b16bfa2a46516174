/**
 * HTML that can't be injected into: text becomes part of it only through the `html` tag, which escapes every value that
 * is not itself made by the tag. Class names and column headings come from datasets that strangers made.
 */

/** A piece of finished HTML (or SVG). Only `html` makes one. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: null is nothing, lists are joined. */
export type Insert = string | number | null | Markup | readonly Insert[];

/** A template whose values are escaped, in text and in quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...values: readonly Insert[]): Markup {
  let text = parts[0]!;
  values.forEach((value, i) => (text += render(value) + parts[i + 1]!));
  return new Markup(text);
}

function render(value: Insert): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

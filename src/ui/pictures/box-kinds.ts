/** How boxes of a class are drawn: a colour together with a line, since colour alone tells some people nothing. */

export interface NamedBox {
  readonly className: string;
  /** Null where nobody is named. */
  readonly reader: string | null;
}

export interface BoxKind {
  readonly colour: string;
  readonly line: 'solid' | 'dashed' | 'dotted';
}

const colours = 6;
const lines = ['solid', 'dashed', 'dotted'] as const;

/** By class name, in the order of the classes' first boxes. */
export function kindsOf(boxes: readonly NamedBox[]): ReadonlyMap<string, BoxKind> {
  const names = [...new Set(boxes.map(({ className }) => className))];
  return new Map(
    names.map((name, i) => [
      name,
      { colour: `var(--series-${(i % colours) + 1})`, line: lines[i % lines.length]! },
    ]),
  );
}

/** Moving in a grid with the arrow keys, Home and End. */

/** The position to move to, or null where the key moves nothing. Positions run row by row from 0. */
export function arrowTarget(
  key: string,
  position: number,
  count: number,
  columns: number,
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -position,
    End: count - 1 - position,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const target = position + step;
  return target >= 0 && target < count ? target : position;
}

/** Columns of a grid as it is laid out, from its children's positions. */
export function columnsOf(grid: Element): number {
  const [first, ...others] = Array.from(grid.children, (child) => child.getBoundingClientRect().top);
  const next = others.findIndex((top) => top !== first);
  return next === -1 ? others.length + 1 : next + 1;
}

/**
 * For `onkeydown` on a grid whose focusable elements carry `data-position`: moves the focus.
 * @returns the new position, or null where nothing moved
 */
export function moveFocus(event: KeyboardEvent, grid: Element, columns: number): number | null {
  const current = (event.target as Element).closest('[data-position]');
  if (!(current instanceof HTMLElement)) return null;
  const cells = grid.querySelectorAll<HTMLElement>('[data-position]');
  const target = arrowTarget(event.key, Number(current.dataset['position']), cells.length, columns);
  if (target === null) return null;
  event.preventDefault();
  cells[target]?.focus();
  return target;
}

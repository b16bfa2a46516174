/** Many points on a canvas or in an SVG: where they lie, how they look, which are inside a line drawn around them. */
import type { PointGroups } from '../../state/index.ts';

/** Side of the plot in px. */
export const side = 480;
const margin = 12;
/** Half the width of a point in px: small where there are many. */
const reach = (points: number) => (points > 5000 ? 1.5 : points > 1000 ? 2.5 : 3.5);

type Point = readonly [x: number, y: number];

/** Positions `[points, 2]` in px of the plot: both axes alike, in the middle. */
export function placed(positions: Float32Array): Float32Array {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  positions.forEach((value, i) => {
    low[i % 2] = Math.min(low[i % 2]!, value);
    high[i % 2] = Math.max(high[i % 2]!, value);
  });
  const span = Math.max(high[0]! - low[0]!, high[1]! - low[1]!) || 1;
  const scale = (side - 2 * margin) / span;
  return positions.map((value, i) => {
    const off = (value - (low[i % 2]! + high[i % 2]!) / 2) * scale;
    return side / 2 + (i % 2 === 0 ? off : -off);
  });
}

/** SVG path of one point of a group: six shapes, so that colour is not all that tells groups apart. */
function shapeOf(group: number, r: number): (x: number, y: number) => string {
  const d = 2 * r;
  const f = (value: number) => value.toFixed(1);
  // Beyond six groups shapes and colours pair differently.
  switch ((group + Math.floor(group / 6)) % 6) {
    case 0:
      return (x, y) => `M${f(x - r)} ${f(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 ${-d} 0`;
    case 1:
      return (x, y) => `M${f(x - r)} ${f(y - r)}h${d}v${d}h${-d}z`;
    case 2:
      return (x, y) => `M${f(x)} ${f(y - r)}l${r} ${d}h${-d}z`;
    case 3:
      return (x, y) => `M${f(x)} ${f(y - r)}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`;
    case 4:
      return (x, y) => `M${f(x)} ${f(y + r)}l${r} ${-d}h${-d}z`;
    default:
      return (x, y) => `M${f(x - r)} ${f(y)}h${d}v1h${-d}zM${f(x)} ${f(y - r)}v${d}h1v${-d}z`;
  }
}

/** The shape alone in the middle of 12 px, for the key. */
export function keyPath(group: number): string {
  return shapeOf(group, 4)(6, 6);
}

/** One path a group. */
export function groupPaths(places: Float32Array, { names, codes }: PointGroups): string[] {
  const shapes = names.map((_, group) => shapeOf(group, reach(codes.length)));
  const parts: string[][] = names.map(() => []);
  codes.forEach((code, i) => parts[code]!.push(shapes[code]!(places[2 * i]!, places[2 * i + 1]!)));
  return parts.map((one) => one.join(''));
}

/** Draws all points; those not chosen are faint where some are. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  places: Float32Array,
  { names, codes }: PointGroups,
  colours: readonly string[],
  chosen: readonly number[],
): void {
  context.clearRect(0, 0, side, side);
  const stamps = names.map((_, group) =>
    stamp(shapeOf(group, reach(codes.length))(8, 8), colours[group % 6]!, context.getTransform().a),
  );
  const put = (i: number) =>
    context.drawImage(stamps[codes[i]!]!, places[2 * i]! - 8, places[2 * i + 1]! - 8, 16, 16);
  context.globalAlpha = chosen.length > 0 ? 0.15 : 0.75;
  for (let i = 0; i < codes.length; i++) put(i);
  context.globalAlpha = 1;
  for (const i of chosen) put(i);
}

/** A point drawn once, which is copied many times faster than it is drawn. */
function stamp(path: string, colour: string, scale: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(16 * scale, 16 * scale);
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = colour;
  context.fill(new Path2D(path));
  return canvas;
}

/** Which points are inside a closed line (even-odd rule). */
export function pointsInside(places: Float32Array, line: readonly Point[]): number[] {
  const found: number[] = [];
  const [left, right] = [Math.min(...line.map(([x]) => x)), Math.max(...line.map(([x]) => x))];
  for (let i = 0; i < places.length / 2; i++) {
    const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
    if (x < left || x > right) continue;
    let isInside = false;
    line.forEach(([x1, y1], j) => {
      const [x2, y2] = line[(j + 1) % line.length]!;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isInside = !isInside;
    });
    if (isInside) found.push(i);
  }
  return found;
}

/** Which points are inside a circle. */
export function pointsWithin(places: Float32Array, [x, y]: Point, radius: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < places.length / 2; i++)
    if (Math.hypot(places[2 * i]! - x, places[2 * i + 1]! - y) <= radius) found.push(i);
  return found;
}

/** The plot as an SVG that needs no style sheet, with its key below. */
export function pointsSvg(
  places: Float32Array,
  groups: PointGroups,
  labels: readonly string[],
  look: { readonly colours: readonly string[]; readonly ink: string; readonly ground: string },
): string {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const height = side + 20 * labels.length;
  const add = (name: string, attributes: Record<string, string | number>) => {
    const part = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.append(part);
    return part;
  };
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${side} ${height}`, width: side, height }))
    svg.setAttribute(key, String(value));
  add('rect', { width: side, height, fill: look.ground });
  groupPaths(places, groups).forEach((d, group) => {
    const fill = look.colours[group % 6]!;
    add('path', { d, fill, 'fill-opacity': 0.75 });
    const y = side + 20 * group;
    add('path', { d: keyPath(group), fill, transform: `translate(12 ${y})` });
    const text = add('text', {
      x: 32,
      y: y + 11,
      fill: look.ink,
      'font-family': 'sans-serif',
      'font-size': 12,
    });
    text.textContent = labels[group]!;
  });
  return new XMLSerializer().serializeToString(svg);
}

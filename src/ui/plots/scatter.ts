/** Many points on a canvas or in an SVG: where they lie, how they look, which are inside a line drawn around them. */
import type { PointGroups } from '../../state/index.ts';

/** Side of the plot in px. */
export const side = 480;
const margin = 12;
/** After this long in ms the page has its turn. */
const turnMs = 30;
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

/** What the plot is drawn with, as CSS colours. */
export interface Look {
  /** Of the groups, six by six. */
  readonly colours: readonly string[];
  readonly ink: string;
  readonly ground: string;
}

/**
 * Draws all points; those not chosen are faint where some are. Mixed pixel by pixel here: fifty thousand calls of a canvas
 * take seconds, this takes hundredths of one.
 * @param scale device px a px of the plot
 * @param signal ends it; it goes on in turns, so that the page answers in between
 */
export async function drawPoints(
  context: CanvasRenderingContext2D,
  places: Float32Array,
  { names, codes }: PointGroups,
  { colours, ground }: Look,
  chosen: readonly number[],
  scale: number,
  signal: AbortSignal,
): Promise<void> {
  const length = side * scale;
  context.fillStyle = ground;
  context.fillRect(0, 0, length, length);
  const image = context.getImageData(0, 0, length, length);
  const pixels = image.data;
  const stamps = names.map((_, group) =>
    stamp(shapeOf(group, reach(codes.length))(0, 0), colours[group % 6]!, scale),
  );
  const put = (i: number, strength: number) => {
    const { colour, places: inks } = stamps[codes[i]!]!;
    const left = Math.round(places[2 * i]! * scale);
    const top = Math.round(places[2 * i + 1]! * scale);
    for (const { x, y, share } of inks) {
      const to = ((top + y) * length + left + x) * 4;
      for (let c = 0; c < 3; c++)
        pixels[to + c] = pixels[to + c]! + (colour[c]! - pixels[to + c]!) * share * strength;
    }
  };
  const all = codes.length + chosen.length;
  let turn = performance.now();
  for (let i = 0; i < all; i++) {
    if (i < codes.length) put(i, chosen.length > 0 ? 0.15 : 0.75);
    else put(chosen[i - codes.length]!, 1);
    if (i % 500 > 0 || performance.now() - turn < turnMs) continue;
    context.putImageData(image, 0, 0);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (signal.aborted) return;
    turn = performance.now();
  }
  context.putImageData(image, 0, 0);
}

/** One point: its colour, and how much of it goes on which device px from its middle. */
function stamp(path: string, colour: string, scale: number) {
  const half = 8 * scale;
  const canvas = new OffscreenCanvas(2 * half, 2 * half);
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  context.clearRect(0, 0, 1, 1);
  context.translate(half, half);
  context.scale(scale, scale);
  context.fill(new Path2D(path));
  const { data } = context.getImageData(0, 0, 2 * half, 2 * half);
  const places: { readonly x: number; readonly y: number; readonly share: number }[] = [];
  for (let i = 0; i < 4 * half * half; i++) {
    const share = data[4 * i + 3]! / 255;
    if (share > 0)
      places.push({ x: (i % (2 * half)) - half, y: Math.floor(i / (2 * half)) - half, share });
  }
  return { colour: [red!, green!, blue!] as const, places };
}

/** Which points are inside a closed line (even-odd rule). */
export function pointsInside(places: Float32Array, line: readonly Point[]): number[] {
  const xs = Float64Array.from(line, ([x]) => x);
  const ys = Float64Array.from(line, ([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const found: number[] = [];
  for (let i = 0; i < places.length / 2; i++) {
    const x = places[2 * i]!;
    const y = places[2 * i + 1]!;
    if (x < left || x > right) continue;
    let isInside = false;
    for (let j = 0, before = xs.length - 1; j < xs.length; before = j++) {
      const y1 = ys[before]!;
      const y2 = ys[j]!;
      if (y1 > y === y2 > y) continue;
      const x1 = xs[before]!;
      if (x < x1 + ((y - y1) / (y2 - y1)) * (xs[j]! - x1)) isInside = !isInside;
    }
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
  look: Look,
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

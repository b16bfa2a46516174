/** Many points on a canvas or in an SVG: where they lie, how they look, which are inside a line drawn around them. */
import { Turns, type PointGroups } from '../../state/index.ts';

/** Side of the plot in px. */
export const side = 480;
const margin = 12;
/** Points after which the time is looked at. */
const portion = 500;
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
export async function groupPaths(
  places: Float32Array,
  { names, codes }: Pick<PointGroups, 'names' | 'codes'>,
): Promise<string[]> {
  const turns = new Turns();
  const shapes = names.map((_, group) => shapeOf(group, reach(codes.length)));
  const paths = names.map(() => '');
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    paths[code]! += shapes[code]!(places[2 * i]!, places[2 * i + 1]!);
    if (i % portion === 0) await turns.give();
  }
  return paths;
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
  { names, codes }: Pick<PointGroups, 'names' | 'codes'>,
  { colours, ground }: Look,
  chosen: readonly number[],
  scale: number,
  signal: AbortSignal,
): Promise<void> {
  const turns = new Turns();
  const length = side * scale;
  const image = new ImageData(length, length);
  const pixels = image.data;
  const stamper = makeStamper(scale);
  new Uint32Array(pixels.buffer).fill(new Uint32Array(stamper.colour(ground).buffer)[0]!);
  const stamps = names.map((_, group) =>
    stamper.stamp(shapeOf(group, reach(codes.length))(0, 0), colours[group % 6]!),
  );
  const put = (i: number, strength: number) => {
    const { colour, offsets, shares } = stamps[codes[i]!]!;
    const [red, green, blue] = colour;
    const left = Math.round(places[2 * i]! * scale);
    const middle = (Math.round(places[2 * i + 1]! * scale) * length + left) * 4;
    for (let k = 0; k < offsets.length; k++) {
      const to = middle + offsets[k]!;
      const share = shares[k]! * strength;
      pixels[to] = pixels[to]! + (red! - pixels[to]!) * share;
      pixels[to + 1] = pixels[to + 1]! + (green! - pixels[to + 1]!) * share;
      pixels[to + 2] = pixels[to + 2]! + (blue! - pixels[to + 2]!) * share;
    }
  };
  const all = codes.length + chosen.length;
  for (let i = 0; i < all; i++) {
    if (i < codes.length) put(i, chosen.length > 0 ? 0.15 : 0.75);
    else put(chosen[i - codes.length]!, 1);
    if (i % portion > 0) continue;
    await turns.give();
    if (signal.aborted) return;
  }
  context.putImageData(image, 0, 0);
}

/** Makes points and colours into bytes, on one canvas that the processor draws: a GPU would be waited for with each. */
function makeStamper(scale: number) {
  const half = 8 * scale;
  const width = 2 * half;
  const canvas = new OffscreenCanvas(width, width);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const draw = (colour: string, path: Path2D) => {
    context.setTransform(scale, 0, 0, scale, half, half);
    context.clearRect(-8, -8, 16, 16);
    context.fillStyle = colour;
    context.fill(path);
    return context.getImageData(0, 0, width, width).data;
  };
  const whole = new Path2D('M-8-8H8V8H-8z');
  /** RGBA. */
  const colour = (css: string) => draw(css, whole).slice(0, 4);
  /** One point: its colour, and how much of it goes on which device px, counted in bytes from its middle. */
  const stamp = (path: string, css: string) => {
    const data = draw(css, new Path2D(path));
    const inks = Array.from({ length: width * width }, (_, i) => i).filter((i) => data[4 * i + 3]! > 0);
    return {
      colour: colour(css),
      offsets: Int32Array.from(inks, (i) => {
        const down = Math.floor(i / width) - half;
        return (down * side * scale + (i % width) - half) * 4;
      }),
      shares: Float32Array.from(inks, (i) => data[4 * i + 3]! / 255),
    };
  };
  return { colour, stamp };
}

/** Edges of a line are looked for by height, in bands of this many px. */
const bandHeight = 4;

/** Which points are inside a closed line (even-odd rule). */
export function pointsInside(places: Float32Array, line: readonly Point[]): number[] {
  const bands = edgesByBand(line);
  const found: number[] = [];
  for (let i = 0; i < places.length / 2; i++) {
    const x = places[2 * i]!;
    const y = places[2 * i + 1]!;
    let isInside = false;
    for (const [x1, y1, x2, y2] of bands.get(Math.floor(y / bandHeight)) ?? []) {
      if (y1 > y === y2 > y) continue;
      if (x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isInside = !isInside;
    }
    if (isInside) found.push(i);
  }
  return found;
}

type Edge = readonly [x1: number, y1: number, x2: number, y2: number];

/** So that a point is not held against all edges of a long line. */
function edgesByBand(line: readonly Point[]): ReadonlyMap<number, readonly Edge[]> {
  const bands = new Map<number, Edge[]>();
  line.forEach(([x2, y2], i) => {
    const [x1, y1] = line.at(i - 1)!;
    const last = Math.floor(Math.max(y1, y2) / bandHeight);
    for (let band = Math.floor(Math.min(y1, y2) / bandHeight); band <= last; band++) {
      const edges = bands.get(band) ?? [];
      edges.push([x1, y1, x2, y2]);
      bands.set(band, edges);
    }
  });
  return bands;
}

/** Which points are inside a circle. */
export function pointsWithin(places: Float32Array, [x, y]: Point, radius: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < places.length / 2; i++)
    if (Math.hypot(places[2 * i]! - x, places[2 * i + 1]! - y) <= radius) found.push(i);
  return found;
}

/** The plot as an SVG that needs no style sheet, with its key below. */
export async function pointsSvg(
  places: Float32Array,
  groups: PointGroups,
  labels: readonly string[],
  { colours, ink, ground }: Look,
): Promise<string> {
  const height = side + 20 * labels.length;
  const paths = await groupPaths(places, groups);
  // As text: a document of millions of path segments is slow to make and to write out.
  const parts = paths.flatMap((d, group) => {
    const fill = escaped(colours[group % 6]!);
    const y = side + 20 * group;
    return [
      `<path d="${d}" fill="${fill}" fill-opacity="0.75"/>`,
      `<path d="${keyPath(group)}" fill="${fill}" transform="translate(12 ${y})"/>`,
      `<text x="32" y="${y + 11}" fill="${escaped(ink)}" font-family="sans-serif" font-size="12">${escaped(labels[group]!)}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${height}" width="${side}" height="${height}">`,
    `<rect width="${side}" height="${height}" fill="${escaped(ground)}"/>`,
    ...parts,
    '</svg>',
  ].join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<"]/g, (sign) => entities[sign]!);
}

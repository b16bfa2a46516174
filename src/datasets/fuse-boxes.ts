/**
 * What the boxes of several readers of one image come to, as the recipe says. Boxes that overlap are brought together as in weighted
 * boxes fusion (Solovyev, Wang and Gabruseva, Image and Vision Computing 107, 2021), every box with the same weight: a box joins the
 * fused box that it overlaps most, which then lies at the mean of its boxes, edge by edge.
 */
import {
  appError,
  type Box,
  type BoxPolicy,
  type LabelColumn,
  type Rectangle,
  type SampleTable,
} from '../domain/index.ts';

/**
 * The table with the boxes to go by. `all` and a reader's keep the order of the table; fused ones are ordered by class, left and
 * upper edge, width and height within an image, and do not depend on the order of the table.
 * @throws AppError `recipe-does-not-fit` for a reader who drew no box
 */
export function settleBoxes(table: SampleTable, { readers, iou }: BoxPolicy): SampleTable {
  const { boxes } = table;
  if (readers === 'all' || boxes === undefined) return table;
  if (readers === 'union' || readers === 'majority')
    return { ...table, boxes: fused(boxes, iou, readers === 'union' ? null : readersOf(table)) };
  const named = boxReaders(boxes);
  if (!named.includes(readers))
    throw appError('recipe-does-not-fit', null, {
      path: 'boxes.readers',
      found: readers,
      available: ['all', 'union', 'majority', ...named].join(', '),
    });
  // What nobody is named for was agreed on by all, or is the only drawing there is.
  return { ...table, boxes: boxes.filter(({ reader }) => reader === readers || reader === null) };
}

/** Who drew any of the boxes, in the order of their names. */
export function boxReaders(boxes: readonly Box[]): string[] {
  const names = new Set(boxes.flatMap(({ reader }) => (reader === null ? [] : [reader])));
  return [...names].sort();
}

/** How much two rectangles have in common: intersection over union, 0 to 1. */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/**
 * Readers of each image: those with a label or a box of it. One who saw nothing and is named nowhere can't be counted.
 * @returns sets by sample
 */
function readersOf({ labels, boxes = [] }: SampleTable): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  const add = (sample: number, reader: string) => {
    const known = found.get(sample);
    if (known === undefined) found.set(sample, new Set([reader]));
    else known.add(reader);
  };
  for (const { readings } of labels) addReadings(readings, add);
  for (const { sample, reader } of boxes) if (reader !== null) add(sample, reader);
  return found;
}

function addReadings(
  readings: LabelColumn['readings'],
  add: (sample: number, reader: string) => void,
): void {
  readings?.by.forEach((by, i) => {
    if (by >= 0) add(readings.samples[i]!, readings.readers[by]!);
  });
}

/** @param readers of each sample, where a fused box has to be drawn by most of them; null keeps all */
function fused(
  boxes: readonly Box[],
  iou: number,
  readers: ReadonlyMap<number, ReadonlySet<string>> | null,
): Box[] {
  const bySample = grouped(boxes, ({ sample }) => sample);
  return [...bySample].flatMap(([sample, drawn]) => {
    const byClass = grouped(drawn, ({ className }) => className);
    const all = [...byClass.values()].flatMap((ofClass) => clustersOf(ofClass, iou));
    const kept = readers === null ? all : all.filter((one) => isOfMost(one, readers.get(sample)));
    return kept.map(fusedBox).sort(inOrder);
  });
}

function grouped<K>(boxes: readonly Box[], keyOf: (box: Box) => K): Map<K, Box[]> {
  const groups = new Map<K, Box[]>();
  for (const box of boxes) {
    const group = groups.get(keyOf(box));
    if (group === undefined) groups.set(keyOf(box), [box]);
    else group.push(box);
  }
  return groups;
}

/** Boxes of one thing, and where their fused box lies. */
interface Cluster {
  readonly boxes: Box[];
  mean: Rectangle;
}

function clustersOf(boxes: readonly Box[], iou: number): Cluster[] {
  const clusters: Cluster[] = [];
  for (const box of [...boxes].sort(inOrder)) {
    let best: Cluster | null = null;
    let largest = iou;
    for (const cluster of clusters) {
      const common = overlap(box, cluster.mean);
      if (common > largest) [best, largest] = [cluster, common];
    }
    if (best === null) clusters.push({ boxes: [box], mean: box });
    else {
      best.boxes.push(box);
      best.mean = meanOf(best.boxes);
    }
  }
  return clusters;
}

/** The mean of left, upper, right and lower edges is that of positions and sizes. */
function meanOf(boxes: readonly Box[]): Rectangle {
  const mean = (of: (box: Box) => number) => boxes.reduce((sum, box) => sum + of(box), 0) / boxes.length;
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    width: mean(({ width }) => width),
    height: mean(({ height }) => height),
  };
}

/** Whether more than half of the readers drew it; where nobody is named, the boxes are what was agreed on. */
function isOfMost({ boxes }: Cluster, readers: ReadonlySet<string> = new Set()): boolean {
  if (boxes.some(({ reader }) => reader === null)) return true;
  return 2 * boxReaders(boxes).length > readers.size;
}

function fusedBox({ boxes, mean }: Cluster): Box {
  const [first] = boxes as [Box, ...Box[]];
  if (boxes.length === 1) return first;
  const { sample, className } = first;
  const { x, y, width, height } = mean;
  const reader = boxReaders(boxes).join(', ') || null;
  return { sample, x, y, width, height, className, reader, shape: 'rectangle' };
}

/** A fixed order for equal weights, where the source has one of confidence. */
function inOrder(a: Box, b: Box): number {
  return (
    compare(a.className, b.className) ||
    a.x - b.x ||
    a.y - b.y ||
    a.width - b.width ||
    a.height - b.height ||
    compare(a.reader ?? '', b.reader ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Holds the heat maps of a run's model against the boxes that were drawn in its images. */
import type * as tf from '@tensorflow/tfjs';
import {
  seededRandom,
  shuffled,
  type PlacedBox,
  type Pointing,
  type TrainingEvent,
} from '../domain/index.ts';
import {
  boxShare,
  heatMapOverlap,
  pointingResult,
  pointsAtBox,
  type Pointed,
} from '../evaluation/index.ts';
import { explainRows, hasPictures, type MapQuestion } from '../explanation/index.ts';
import { stored, type CutRecord } from '../storage/index.ts';
import { pickSamples } from '../training/index.ts';
import type { LearningData } from './learning-data.ts';
import { boxesInCut } from './placed-boxes.ts';

/** About how many maps are made in all, and of one class at least: they take seconds, and 20 already tell a third from two thirds. */
const mapsWanted = 500;
const fewestOfClass = 20;
/** Of a map's maximum, from where on a pixel counts for the IoU. */
const share = 0.5;
const batch = 16;

/** A map to be asked for, and the boxes of its class in px of the cut. */
interface Question extends MapQuestion {
  readonly boxes: readonly PlacedBox[];
}

/**
 * The pointing game and the IoU on the images of a split; null where none has a box of a class of the target, and where boxes are the
 * samples: a crop of a box is all box.
 * @param rows of the split
 * @throws AbortError when the signal is aborted
 */
export async function* pointing(
  data: LearningData,
  rows: Int32Array,
  model: tf.LayersModel,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, Pointing | null, void> {
  const { plan, table } = data;
  const { recipe, target, cutId } = plan;
  if (cutId === null || recipe.boxes.samples === 'boxes' || !hasPictures(model)) return null;
  const boxed = boxedRows(data, rows);
  const cut = await stored('cuts', cutId);
  const most = Math.max(fewestOfClass, Math.floor(mapsWanted / boxed.size));
  const questions: Question[] = [];
  for (const [classIndex, candidates] of boxed) {
    const order = shuffled(candidates, seededRandom(recipe.seed, 'pointing', classIndex));
    questions.push(...(await inSight(data, cut, order, classIndex, most)));
  }
  const pointed: (Pointed & Pick<Question, 'classIndex'>)[] = [];
  for await (const { map, classIndex } of explainRows(
    model,
    target,
    pickSamples(data),
    questions,
    batch,
    signal,
  )) {
    const { row, boxes } = questions[pointed.length]!;
    const places = boxes.map(({ place }) => place);
    const isHit = pointsAtBox(map, places);
    pointed.push({
      classIndex,
      patient: table.patients?.[row] ?? '',
      isHit: isHit === true,
      iou: heatMapOverlap(map, places, share) ?? 0,
      chance: boxShare(map, places),
      isBlank: isHit === null,
    });
    if (pointed.length % batch === 0)
      yield { kind: 'pointing', done: pointed.length, total: questions.length };
  }
  const knowsPatients = table.patients !== null;
  const classes = [...boxed].flatMap(([index, { length }]) => {
    const maps = pointed.filter(({ classIndex }) => classIndex === index);
    if (maps.length === 0) return [];
    return [pointingResult(target.classes[index]!, maps, length, knowsPatients, recipe.seed)];
  });
  return classes.length === 0 ? null : { share, classes };
}

/** The first rows whose boxes of a class have pixels in the cut. */
async function inSight(
  data: LearningData,
  cut: CutRecord,
  order: readonly number[],
  classIndex: number,
  most: number,
): Promise<Question[]> {
  const { size } = cut.options;
  const classOf = boxClasses(data);
  const found: Question[] = [];
  for (const row of order) {
    if (found.length === most) break;
    const placed = await boxesInCut(cut, data.table, row);
    const boxes = placed.filter(({ className }) => classOf(className) === classIndex);
    const places = boxes.map(({ place }) => place);
    if (boxShare({ width: size, height: size }, places) > 0) found.push({ row, classIndex, boxes });
  }
  return found;
}

/** Rows with a box of each class that has any, classes in the order of the target's. */
function boxedRows(data: LearningData, rows: Int32Array): ReadonlyMap<number, readonly number[]> {
  const classOf = boxClasses(data);
  const wanted = new Set(rows);
  const byClass = data.plan.target.classes.map(() => new Set<number>());
  for (const { sample, className } of data.table.boxes ?? [])
    if (wanted.has(sample)) byClass[classOf(className)]?.add(sample);
  return new Map(
    [...byClass.entries()].flatMap(([index, found]) => (found.size > 0 ? [[index, [...found]]] : [])),
  );
}

/**
 * The class that a box is of by its name, -1 where it is none of the target's. Boxes may have a name of their own (RSNA: `Lung Opacity`,
 * of whether there is pneumonia): where none is named as a class and no sample of the negative one has any, they are of the positive.
 */
function boxClasses({ plan, table, labels, width }: LearningData): (className: string) => number {
  const { kind, classes } = plan.target;
  const boxes = table.boxes ?? [];
  const isOfYes =
    kind === 'binary' &&
    boxes.every(({ sample, className }) => !classes.includes(className) && labels[sample * width] !== 0);
  return (className) => (isOfYes ? 1 : classes.indexOf(className));
}

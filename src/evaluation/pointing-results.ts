/** What the heat maps of single images come to, class by class. */
import type { Estimate, PointingResult } from '../domain/index.ts';
import { bootstrap, numberUnits } from './bootstrap.ts';

/** One map that was held against the boxes of its class. */
export interface Pointed {
  /** '' where not known. */
  readonly patient: string;
  readonly isHit: boolean;
  /** Intersection over union, 0 to 1. */
  readonly iou: number;
  /** Share of the pixels that lie in boxes, 0 to 1. */
  readonly chance: number;
  readonly isBlank: boolean;
}

/**
 * @param pointed the maps of one class, at least one
 * @param images of the split that have a box of the class
 * @param knowsPatients otherwise every image counts as a patient of its own
 * @param seed the recipe's: decides the resamples of the IoU
 */
export function pointingResult(
  className: string,
  pointed: readonly Pointed[],
  images: number,
  knowsPatients: boolean,
  seed: number,
): PointingResult {
  const asked = pointed.length;
  const units = numberUnits(asked, knowsPatients ? pointed.map(({ patient }) => patient) : null);
  const meanIou = (weights?: ArrayLike<number>) => {
    let [sum, total] = [0, 0];
    pointed.forEach(({ iou }, i) => {
      const weight = weights?.[i] ?? 1;
      sum += weight * iou;
      total += weight;
    });
    return [sum / total];
  };
  const [estimates] = bootstrap([meanIou], units, seed);
  const hits = pointed.filter(({ isHit }) => isHit).length;
  return {
    className,
    images,
    asked,
    patients: knowsPatients ? units.count : null,
    hits,
    hitRate: wilson(hits / asked, units.count),
    iou: estimates!(0, () => ({ value: null, reason: 'no-samples', className })),
    chance: pointed.reduce((sum, { chance }) => sum + chance, 0) / asked,
    blank: pointed.filter(({ isBlank }) => isBlank).length,
  };
}

/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * A share with its 95 % score interval (Wilson, JASA 1927). Unlike resampling it has a width where all or none are hits.
 * @param trials that are independent: images of one patient are not, so that an interval for as many images would be too narrow
 */
function wilson(value: number, trials: number): Estimate {
  const square = z ** 2 / trials;
  const middle = value + square / 2;
  const half = z * Math.sqrt((value * (1 - value) + square / 4) / trials);
  const end = (at: number) => Math.min(1, Math.max(0, at / (1 + square)));
  return { value, low: end(middle - half), high: end(middle + half) };
}

/**
 * What is learned from: samples, their targets and their splits, held in columns so that a hundred thousand of them
 * cost a few arrays. Made by `src/datasets`; pixels are not here, only references to them.
 */

import type { Plane } from './pixels.ts';

export const splits = ['train', 'val', 'test'] as const;
export type Split = (typeof splits)[number];

/** A rectangle in px, x to the right and y down from the upper left corner of an image; sides may be fractions. */
export interface Rectangle {
  /** Left and upper edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in px of the image that boxes were drawn in; null where that is the image itself. */
export type BoxSpace = readonly [width: number, height: number] | null;

/** A box that is a sample of its own: what is cut is the box and a margin around it (`src/preprocess/box-geometry.ts`). */
export interface BoxRegion extends Rectangle {
  readonly space: BoxSpace;
  /** What is added on each side, as a share of the box's width and height. */
  readonly margin: number;
}

/** Where the pixels of a sample are: an image, or a part of one. */
export type ImageReference = WholeImage & { readonly region?: BoxRegion };

type WholeImage =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Page, slice or frame; left out, the one that stands for the file. */
      readonly frame?: number;
      /** Of a video, instead of `frame`: seconds after its first frame. */
      readonly seconds?: number;
      /** How a volume is sliced; left out, in the file's own order. */
      readonly plane?: Plane;
      /** Paths of all slices of the volume that this file is one of, in the order of their names; of volumes in one file left out. */
      readonly series?: readonly string[];
      /** Paths of further images of the sample, in their order; one that is not there is named as the source names it. */
      readonly further?: readonly string[];
    }
  | {
      /** An image file inside a cell of a table: bytes in parquet, base64 in text. */
      readonly kind: 'cell';
      readonly path: string;
      readonly column: string;
      readonly row: number;
    }
  | {
      readonly kind: 'npz-row';
      /** Path of the .npz inside the source. */
      readonly path: string;
      /** Array name without `.npy`, e.g. `train_images`. */
      readonly member: string;
      readonly row: number;
      /** Slice along the plane, for arrays of volumes; left out, the middle one. */
      readonly slice?: number;
      readonly plane?: Plane;
      /** Whether each row is a volume; left out for pictures. */
      readonly ofVolumes?: true;
    };

/**
 * Of `choice`, a class is a place among a sample's own options: the model reads their texts and says which of them is right.
 */
export const targetKinds = ['binary', 'multi-class', 'multi-label', 'ordinal', 'choice'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** What can be predicted. */
export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
  /** In the order of the label values. Binary: `[negative, positive]`. */
  readonly classes: readonly string[];
  /** True where a mirrored image is still the same sample (e.g. cells; not chest X-rays). */
  readonly mayFlip: boolean;
}

/** No label is known. All that learns or counts takes every value below 0 for this. */
export const missingLabel = -1;
/** The source says that it may or may not be so. The recipe decides what that is to mean. */
export const uncertainLabel = -2;
/** The source does not speak of it: a blank beside findings that a report did mention. The recipe decides here too. */
export const unmentionedLabel = -3;

/**
 * Labels of one target, row by row: `[samples, width]`. Width is 1 and the value the class index, or, for
 * multi-label, width is the number of classes and the value 0 or 1. Below 0 are the values above; of those, only
 * `missingLabel` is left once the recipe's label policy was carried out.
 */
export interface LabelColumn {
  readonly target: Target;
  readonly width: number;
  readonly values: Int32Array;
  /** What each reader said, where several did; `values` is then what most of them said. */
  readonly readings?: Readings;
  /** Text fields that the labels were mined from: a model that reads them predicts nothing. */
  readonly minedFrom?: readonly string[];
  /**
   * What was answered, by sample, as answers are compared; '' where the target does not ask. Classes are then the commonest
   * answers of train, and a sample whose answer is none of them has no label.
   */
  readonly answers?: readonly string[];
  /** Of `choice` only: where the options are. A label is the place of the right one. */
  readonly options?: Options;
}

export type Options =
  | {
      readonly kind: 'listed';
      /** By sample and place; '' is a place without an option. */
      readonly texts: readonly (readonly string[])[];
    }
  | {
      /**
       * The right option is the sample's own text in this field, such as its caption; the others are those of other samples of its
       * split, drawn by the seed, and in training anew from each batch.
       */
      readonly kind: 'drawn';
      readonly field: string;
    }
  | {
      /** The same once splits are made. */
      readonly kind: 'dealt';
      readonly texts: readonly string[];
      /** `[samples, classes]`: the sample whose text stands in each place; -1 for none. */
      readonly samples: Int32Array;
    };

/** Labels by several readers: each reading is of one sample by one reader. */
export interface Readings {
  readonly readers: readonly string[];
  /** The sample of each reading. */
  readonly samples: Int32Array;
  /** Its reader, by index; -1 where readers agreed on it together. */
  readonly by: Int32Array;
  /** `[readings, width]`, as in `LabelColumn`. */
  readonly values: Int8Array;
}

/** Where something is in an image, in px of the original image as it is stored. */
export interface Box extends Rectangle {
  /** Row of the sample table. */
  readonly sample: number;
  readonly className: string;
  /** Who drew it, null where nobody is named; several readers of a fused box with commas between them. */
  readonly reader: string | null;
  /** What fills the box. */
  readonly shape: 'rectangle' | 'ellipse' | 'polygon';
  /** Corners of a polygon, `x1, y1, x2, y2 ...`. */
  readonly points?: readonly number[];
}

/** All samples of a dataset, in columns of equal length; row i of each belongs to sample i. */
export interface SampleTable {
  readonly length: number;
  /** Unique and stable: a path, or `train/17` for the 17th training image of an npz. May hold identifiers of patients. */
  readonly ids: readonly string[];
  /** Null where the dataset has no images. */
  readonly images: readonly ImageReference[] | null;
  /** Text fields by name, '' where a sample has none. */
  readonly text: Readonly<Record<string, readonly string[]>>;
  /** Null where the dataset does not say. Samples of one patient never come into two made splits. */
  readonly patients: readonly string[] | null;
  /** Kept together like patients where those are not known; '' where a sample has none. */
  readonly studies?: readonly string[];
  /** The dataset's own split, null where it has none for that sample. */
  readonly officialSplits: readonly (Split | null)[];
  readonly labels: readonly LabelColumn[];
  /** What else is known of the samples, by name (`view`, `age` ...), null where it isn't known of a sample. Left out where there is none. */
  readonly covariates?: Readonly<Record<string, readonly (string | number | null)[]>>;
  /** In the order of the samples. Left out where the dataset has none. */
  readonly boxes?: readonly Box[];
  readonly boxSpaces?: readonly BoxSpace[];
}

/** How many label values each sample has for this target. */
export function labelWidth(target: Target): number {
  return target.kind === 'multi-label' ? target.classes.length : 1;
}

/** Whether a model's outputs say of each class but the last how probable it is that the true one comes after it. */
export function isCumulative(target: Target, outputs: number): boolean {
  return target.kind === 'ordinal' && outputs === target.classes.length - 1;
}

/**
 * How many outputs a model has for this target: one logit for binary, otherwise one a class; a cumulative ordinal head has one
 * fewer.
 */
export function outputWidth(target: Target): number {
  return target.kind === 'binary' ? 1 : target.classes.length;
}

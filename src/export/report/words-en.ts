/** English words of the report. */
import { formats } from '../../i18n/index.ts';

const { number, percent } = formats('en');

export const en = {
  title: (target: string, dataset: string) => `${target} · ${dataset}`,
  kicker: 'Microtome report',
  notClinical:
    'For teaching, learning and research. Not a medical device, not validated, not for clinical use.',
  splits: { train: 'train', val: 'val', test: 'test' },
  headline: {
    auc: (split: string) => `AUC on ${split}`,
    acc: (split: string) => `Accuracy on ${split}`,
    majority: 'always the most common class',
    interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
    noInterval: 'no interval: too few patients, or a class too rare, to resample',
    chance: 'chance',
    defined: (by: string) =>
      `AUC and accuracy as MedMNIST’s evaluator defines them. Intervals are the 2.5th and 97.5th percentiles of 1,000 resamples ${by}.`,
    byPatient: (patients: number) => `of the ${number(patients)} patients`,
    bySample: 'of the samples, as the dataset does not name patients',
    oneClass: (name: string) => `not defined: every sample is ${name}`,
    noneOfClass: (name: string) => `not defined: no sample is ${name}`,
    noSamples: 'not defined: no samples',
    neverSaid: (name: string) => `not defined: the model never said ${name}`,
  },
  bySplit: {
    heading: 'Split by split',
    split: 'Split',
    samples: 'Samples',
    patients: 'Patients',
    auc: 'AUC',
    acc: 'Accuracy',
    majority: 'Most common class',
  },
  data: {
    heading: 'Data',
    caption: 'Samples of each class in each split',
    captionMultiLabel: 'Samples with each label in each split',
    class: 'Class',
    licence: 'Licence',
    licenceUnknown: 'not known',
    kind: 'Kind of target',
    kinds: {
      binary: 'binary',
      'multi-class': 'multi-class',
      'multi-label': 'multi-label',
      ordinal: 'ordinal',
      choice: 'choice of an option',
    },
    inputs: 'Inputs',
    inputKinds: {
      image: 'image',
      text: 'text',
      'image+text': 'image and text',
      covariates: 'covariates',
      'image+covariates': 'image and covariates',
      'text+covariates': 'text and covariates',
      'image+text+covariates': 'image, text and covariates',
    },
    total: 'Samples',
  },
  mistakes: {
    heading: (split: string) => `Worst mistakes on ${split}`,
    hint: 'Wrong, and most certain of it, first.',
    shown: (shown: number, total: number) =>
      shown === total ? `All ${number(total)}.` : `The first ${number(shown)} of ${number(total)}.`,
    none: 'Not one.',
    sample: (index: number) => `No.\u00a0${number(index)}`,
    said: (name: string, confidence: number) => `said ${name}, ${percent(confidence)}`,
    saidNot: (name: string, confidence: number) => `said not ${name}, ${percent(confidence)}`,
    is: (name: string) => `is ${name}`,
    isNot: (name: string) => `is not ${name}`,
    numbering: (file: string) => `Numbers are the index in ${file}.`,
    table: { sample: 'Sample', truth: 'Truth', said: 'Prediction' },
  },
  confusion: {
    heading: (split: string) => `Confusion matrix on ${split}`,
    corner: 'True ↓ · predicted →',
    caption: 'Number of samples; darker is a larger share of the row.',
  },
  classes: {
    heading: (split: string) => `Class by class on ${split}`,
    caption: 'Each class against the rest. Rates at the decision that accuracy is measured at.',
    name: 'Class',
    samples: 'Samples',
    auc: 'AUC [95 % interval]',
    sensitivity: 'Sensitivity',
    specificity: 'Specificity',
    precision: 'Precision',
  },
  answers: {
    heading: (split: string) => `Questions answered on ${split}`,
    group: 'Questions',
    groups: { all: 'all', closed: 'yes or no', open: 'open' },
    questions: 'Asked',
    acc: 'Answered right [95 % interval]',
    ceiling: 'Best possible',
    unseen: 'Never answered so in train',
    hint: (answers: number, of: number, covered: number, questions: number) =>
      `Of all questions: one whose answer is no class counts as wrong here, and is left out of every other figure. The classes are ${number(answers)} of ${number(of)} different answers of train and cover ${percent(covered / questions)} of its ${number(questions)} questions; best possible is what a model that is always right with them would reach.`,
  },
  baselines: {
    heading: (split: string) => `What there was to beat on ${split}`,
    caption:
      'Differences are paired: both were measured on the same resamples. Where an interval holds 0, the run is not shown to be better.',
    name: 'Baseline',
    auc: 'AUC [95 % interval]',
    acc: 'Accuracy',
    behind: 'This run is better by (AUC)',
    learnedFrom: 'Training samples',
    names: {
      majority: 'the most common class',
      'longest-option': 'always the longest option',
      pixels: 'logistic regression on 28 px pixels',
      text: 'logistic regression on the text alone',
      covariates: 'logistic regression on covariates alone',
      'blank-image': 'this model without its pictures',
      'shuffled-text': 'this model with shuffled texts',
    },
  },
  figures: {
    heading: (split: string) => `More figures on ${split}`,
    name: 'Figure',
    value: 'Value [95 % interval]',
    names: {
      averagePrecision: 'Average precision',
      f1Macro: 'F1, macro',
      f1Weighted: 'F1, weighted',
      kappa: 'Quadratic kappa',
      brier: 'Brier score (0 is perfect)',
      ece: 'Expected calibration error (0 is perfect)',
    },
    howSure:
      'Intervals say how much chance there is in who was tested; not whether another hospital would give the same.',
  },
  thresholds: {
    heading: (split: string) => `Thresholds, judged on ${split}`,
    caption: 'Chosen on val, never on the split that they are judged on.',
    wanted: 'Wanted on val',
    threshold: 'Yes from',
    sensitivity: 'Sensitivity [95 % interval]',
    specificity: 'Specificity [95 % interval]',
    aims: {
      specificity: (wanted: string) => `specificity at least ${wanted}`,
      sensitivity: (wanted: string) => `sensitivity at least ${wanted}`,
      youden: () => 'largest sum of both',
    },
  },
  calibration: {
    heading: (split: string) => `Calibration on ${split}`,
    label: 'Its numbers are in the table below.',
    said: 'Probability said',
    was: 'Share that was so',
  },
  subgroups: {
    heading: (split: string) => `Subgroups on ${split}`,
    caption: 'Small groups have wide intervals: read those before the values.',
    group: 'Group',
    notKnown: 'not known',
    fields: { sex: 'Sex', age: 'Age, years', view: 'View', site: 'Site' },
  },
  learningCurve: {
    heading: (split: string) => `Learning curve over training samples, on ${split}`,
    label: 'AUC over the number of training samples; the numbers are in the table.',
    caption:
      'The same recipe on parts of the training samples, each part within the next and patients whole, all judged on the same samples.',
    fraction: 'Part',
    samples: 'Training samples',
  },
  pointing: {
    heading: (split: string) => `Heat maps against boxes on ${split}`,
    caption: (share: string) =>
      `Grad-CAM for the class, on images that have boxes of it (at most a sample drawn by the seed). A hit: the highest point lies in a box; by chance: the share of the picture that lies in boxes. IoU: overlap of the boxes with where the map is at least ${share} of its maximum.`,
    images: 'Images with boxes',
    hits: 'Hits',
    hitRate: 'Hit rate',
    chance: 'By chance',
    iou: 'Mean IoU',
    howSure:
      'Brackets are 95 % intervals: of hits by Wilson, counting each patient once where patients are known; of IoU by bootstrap.',
  },
  roc: {
    heading: (split: string) => `ROC on ${split}`,
    x: '1 − specificity',
    y: 'Sensitivity',
    legend: (name: string, auc: string) => `${name}, AUC ${auc}`,
    label: 'ROC curves; their areas are in the table of classes.',
  },
  learning: {
    heading: 'Learning',
    loss: 'Loss',
    auc: 'AUC on val',
    epoch: 'Epoch',
    trainLoss: 'Loss on train',
    valLoss: 'Loss on val',
    best: (epoch: number) => `best: epoch ${number(epoch)}`,
    asTable: 'The same as a table',
    rate: 'Learning rate',
  },
  recipe: {
    heading: 'Recipe',
    hint: 'Everything that decided this result. The same recipe on the same data gives the same tensors, and on the same backend the same weights.',
    split: 'Split',
    splitOfficial: 'the dataset’s own',
    splitMade: (val: number, test: number) => `made: ${percent(val)} val, ${percent(test)} test`,
    boxes: 'Boxes',
    boxReaders: {
      all: 'those of all readers',
      union: (iou: number) => `those of all readers, made one above an overlap (IoU) of ${number(iou)}`,
      majority: (iou: number) =>
        `those that more than half of the readers drew, made one above an overlap (IoU) of ${number(iou)}`,
      one: (reader: string) => `those of ${reader}`,
    },
    boxSamples: (margin: number) =>
      `each box is a sample, cut with a margin of ${percent(margin)} on each side`,
    cut: 'Cut',
    cutIs: (size: number, channels: string, fit: string, filter: string) =>
      `${number(size)} px, ${channels}, ${fit}, ${filter}`,
    channels: { grey: 'grey', rgb: 'RGB' },
    fits: { stretch: 'stretched', crop: 'centre crop', pad: 'padded' },
    filters: { bicubic: 'bicubic', bilinear: 'bilinear', lanczos: 'Lanczos' },
    noCut: 'none: text only',
    training: 'Training',
    trainingIs: (epochs: number, batch: number, rate: string) =>
      `up to ${number(epochs)} epochs, batch ${number(batch)}, learning rate ${rate}`,
    seed: 'Seed',
    all: 'recipe.json',
  },
  machine: {
    heading: 'How it ran',
    backend: 'Backend',
    device: 'Device',
    time: 'Time for training',
    epochs: 'Epochs',
    epochsAre: (epochs: number, best: number) => `${number(epochs)}, weights of epoch ${number(best)}`,
    parameters: 'Weights',
    where: 'In a browser tab, on one machine. No data left it.',
  },
  load: {
    heading: 'Using the files',
    hint: 'In the folder that the files were saved in.',
  },
};

/** A dictionary's shape with the words taken out. */
export type ReportWords = WithoutWords<typeof en>;
type WithoutWords<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : WithoutWords<T[K]>;
};

/** English words of the Results step: the headline, comparisons, the confusion matrix, mistakes, curves. */
import { formats } from '../formats.ts';

const { duration, number, percent, score } = formats('en');

export const results = {
  name: 'Results',
  intro: 'What the model can do on samples it has never seen.',
  headline: 'Test AUC',
  headlineOn: (split: string) => `AUC on ${split}`,
  accOn: (split: string) => `Accuracy on ${split}`,
  interval: (low: string, high: string) => `95 % confidence interval ${low} to ${high}`,
  noInterval: 'no confidence interval: too few samples of a class to resample',
  acc: 'Accuracy',
  accSentence: (acc: string, majority: string) =>
    `Accuracy ${acc}; always saying the most common class would give ${majority}.`,
  accOnly: (acc: string) => `Accuracy ${acc}.`,
  undefinedBecause: {
    'one-class': (className: string | null) =>
      className === null
        ? 'not defined: there is only one class here'
        : `not defined: every sample here is ${className}`,
    'no-samples': (className: string | null) =>
      className === null
        ? 'not defined: no samples here'
        : `not defined: no sample here is ${className}`,
    'never-said': (className: string | null) => `not defined: the model never said ${className ?? ''}`,
  },
  on: (samples: string, patients: string | null) =>
    patients === null
      ? `On ${samples}, resampled by sample.`
      : `On ${samples} of ${patients}, resampled by patient.`,
  answers: {
    title: 'Questions answered',
    group: 'Questions',
    groups: { all: 'all', closed: 'yes or no', open: 'open' },
    questions: 'Asked',
    acc: 'Answered right',
    ceiling: 'Best possible',
    answerable: 'Answerable',
    unseen: 'Never answered so in training',
    hint: (answers: number, of: number, covered: number, questions: number) =>
      `Of all questions: one whose answer is no class counts as wrong here, and is left out of every other figure. The classes are ${number(answers)} of ${number(of)} different answers of training and cover ${percent(covered / questions)} of its ${number(questions)} questions; best possible is what a model that is always right with them would reach.`,
  },
  showSplit: 'Show',
  compared: 'Compared',
  comparedHint: 'Dots with 95 % intervals. What overlaps widely may well be equal.',
  thisRun: 'this run',
  baseline: 'to beat: chance, or the most common class',
  chance: 'chance',
  baselines: {
    majority: 'most common class',
    'longest-option': 'the longest option',
    pixels: '28 px pixels, logistic',
    text: 'text only, logistic',
    covariates: 'covariates only, logistic',
    'blank-image': 'this model, black pictures',
    'shuffled-text': 'this model, shuffled texts',
  },
  earlier: (inputs: string, when: string) => `${inputs}, ${when}`,
  matrix: 'Confusion matrix',
  matrixHint: 'Press a cell to see its pictures.',
  trueClass: 'True',
  predictedClass: 'Predicted',
  cellTitle: (truth: string, predicted: string) =>
    truth === predicted ? `${truth}, recognised` : `${truth}, taken for ${predicted}`,
  mistakes: 'Worst mistakes',
  mistakesHint: 'Wrong, and most certain of it, first.',
  noMistakes: 'Not one mistake on this split.',
  saidInstead: (predicted: string, probability: number) => `said ${predicted}, ${percent(probability)}`,
  really: (truth: string) => `is ${truth}`,
  picture: (row: number) => `Sample ${number(row)}`,
  pictureOf: (index: number, total: number) => `${number(index)} of ${number(total)}`,
  shownOf: (shown: number, total: number) => `The first ${number(shown)} of ${number(total)}.`,
  textOnly: 'Text only: there are no pictures to show.',
  moreFigures: 'All figures, and how sure they are',
  howSure: (bySample: boolean): string =>
    bySample
      ? 'The brackets are 95 % intervals. 1,000 times, as many samples as there are were drawn with replacement; in 950 of them the figure lay between these ends. No patients are known here; if some samples are of the same patient, the true intervals are wider.'
      : 'The brackets are 95 % intervals. 1,000 times, as many patients as there are were drawn with replacement; in 950 of them the figure lay between these ends. They say how much chance there is in who was tested, not whether another hospital would give the same.',
  scores: {
    name: 'Figure',
    value: 'Value',
    low: '2.5 %',
    high: '97.5 %',
    names: {
      auc: 'AUC, area under the ROC curve',
      acc: 'Accuracy',
      averagePrecision: 'Average precision',
      f1Macro: 'F1, macro',
      f1Weighted: 'F1, weighted',
      kappa: 'Quadratic kappa',
      brier: 'Brier score',
      ece: 'ECE',
    },
    says: {
      auc: 'How often a sample of the class ranks above one that is not; 0.5 is chance.',
      acc: 'Share of right decisions; misleading where one class is common.',
      averagePrecision: 'Area under the precision-recall curve; chance is the share of the class.',
      f1Macro: 'Precision and sensitivity in one, each class counting the same.',
      f1Weighted: 'The same, each class counting by its samples.',
      kappa: 'Agreement beyond chance; far misses count more. 1 is full, 0 is chance.',
      brier: 'Mean squared error of the probabilities; 0 is perfect.',
      ece: 'How far probabilities are off what came true, on average; 0 is perfect.',
    },
  },
  perClass: 'Class by class',
  columns: {
    className: 'Class',
    samples: 'Samples',
    auc: 'AUC',
    sensitivity: 'Sensitivity',
    specificity: 'Specificity',
    precision: 'Precision',
  },
  thresholds: 'Thresholds',
  thresholdsHint:
    'Chosen on the validation split and judged here: a threshold chosen where it is judged looks better than it is.',
  wantedOnVal: 'Wanted on validation',
  threshold: 'Yes from',
  aims: {
    specificity: (wanted: string) => `specificity at least ${wanted}`,
    sensitivity: (wanted: string) => `sensitivity at least ${wanted}`,
    youden: () => 'largest sum of both',
  },
  roc: 'ROC curve',
  precisionRecall: 'Precision-recall curve',
  recall: 'Sensitivity (recall)',
  calibration: 'Calibration',
  calibrationHint:
    'Of all samples given 70 %, do 70 % turn out so? Points below the line were said too boldly.',
  saidProbability: 'Probability said',
  cameTrue: 'Share that was so',
  perfect: 'perfect',
  allClasses: 'all decisions',
  saveSvg: 'Save as SVG',
  saveCsv: 'Save as CSV',
  baselinesTitle: 'What it has to beat',
  baselineName: 'Baseline',
  learnedFrom: (samples: string) => `learned from ${samples} training samples`,
  betterByAuc: 'This run is better by (AUC)',
  baselinesHint: 'Logistic: a logistic regression, the simplest model that learns.',
  pairedHint:
    'Differences are paired: both were measured on the same resamples. Where the interval holds 0, the run is not shown to be better.',
  runsCompared: 'Runs compared',
  run: 'Earlier run',
  differs: 'What it had different',
  sameRecipe: 'nothing: the same recipe',
  changed: (path: string, there: string, here: string) => `${path}: ${there}, here ${here}`,
  betterBy: 'This run is better by (AUC)',
  otherSamples: 'other test samples',
  repeatedSeeds: (runs: number, mean: number, spread: number) =>
    `${number(runs)} runs differ by their seed only: mean test AUC ${score(mean)}, standard deviation ${score(spread)}. A difference smaller than that may be the seed's.`,
  subgroups: 'Subgroups',
  subgroupsHint:
    'The same figures for parts of the split. Small groups have wide intervals: read those before the values.',
  subgroupFields: { sex: 'Sex', age: 'Age, years', view: 'View', site: 'Site' },
  group: 'Group',
  notKnown: 'not known',
  sampleSize: 'Learning curve: would more data help?',
  sampleSizeHint:
    'The same recipe on parts of the training samples, each part within the next, patients whole, all judged on the same samples. If the curve still rises at the end, more data like this would help.',
  sampleSizeTrain: 'Train the learning curve',
  sampleSizeGoOn: 'Train the missing points',
  sampleSizeCost: (models: number, seconds: number) =>
    `Trains ${number(models)} ${models === 1 ? 'model' : 'models'}: about ${duration(seconds)}.`,
  sampleSizeAt: (point: number, points: number, samples: number) =>
    `Point ${number(point)} of ${number(points)}: ${number(samples)} samples`,
  sampleSizeStop: 'Stop',
  sampleSizeColumns: {
    fraction: 'Part',
    samples: 'Training samples',
    low: '2.5 %',
    high: '97.5 %',
  },
  pointing: 'Heat maps against boxes',
  pointingHint: (share: string) =>
    `Grad-CAM for the class, on images that have boxes of it. A hit: the map’s highest point lies in a box. IoU: overlap of the boxes with where the map is at least ${share} of its maximum. A model may be right and still look elsewhere.`,
  pointingIntervals: (bySample: boolean): string =>
    bySample
      ? 'The brackets are 95 % intervals: of hits by Wilson, of IoU resampled by image.'
      : 'The brackets are 95 % intervals: of hits by Wilson, counting each patient once; of IoU resampled by patient.',
  pointingColumns: {
    images: 'Images with boxes',
    hits: 'Hits',
    hitRate: 'Hit rate',
    chance: 'By chance',
    iou: 'Mean IoU',
  },
  pointingAsked: (asked: number, images: number) =>
    asked === images ? number(images) : `${number(asked)} of ${number(images)}, drawn by the seed`,
  pointingBlank: (maps: number) => `${number(maps)} blank, counted as misses`,
  rocOf: (name: string, auc: string) => `ROC of ${name}, AUC ${auc}`,
  falsePositiveRate: '1 − specificity',
  truePositiveRate: 'Sensitivity',
  stale: 'These figures belong to the settings before your change.',
  sentence: (auc: string, acc: number | null, majority: number | null) =>
    majority === null
      ? `AUC ${auc} · accuracy ${score(acc)}`
      : `AUC ${auc} · accuracy ${score(acc)} · majority ${score(majority)}`,
};

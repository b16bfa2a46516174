/** English words of the Results step: the headline, comparisons, the confusion matrix, mistakes, curves. */
import { formats } from '../formats.ts';

const { number, percent, score } = formats('en');

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
  showSplit: 'Show',
  compared: 'Compared',
  comparedHint: 'Dots with 95 % intervals. What overlaps widely may well be equal.',
  thisRun: 'this run',
  baseline: 'to beat: chance, or the most common class',
  chance: 'chance',
  baselines: {
    majority: 'the most common class',
    pixels: 'logistic regression on 28 px pixels',
    text: 'logistic regression on the text alone',
    covariates: 'logistic regression on covariates alone',
    'blank-image': 'this model without its pictures',
    'shuffled-text': 'this model with shuffled texts',
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
  perClass: 'Class by class',
  columns: {
    className: 'Class',
    samples: 'Samples',
    auc: 'AUC',
    sensitivity: 'Sensitivity',
    specificity: 'Specificity',
    precision: 'Precision',
  },
  roc: 'ROC curve',
  rocOf: (name: string, auc: string) => `ROC of ${name}, AUC ${auc}`,
  falsePositiveRate: '1 − specificity',
  truePositiveRate: 'Sensitivity',
  stale: 'These figures belong to the settings before your change.',
  sentence: (auc: string, acc: number | null, majority: number | null) =>
    majority === null
      ? `AUC ${auc} · accuracy ${score(acc)}`
      : `AUC ${auc} · accuracy ${score(acc)} · majority ${score(majority)}`,
};

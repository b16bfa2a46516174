/** English words of the Target step: what is predicted, from what, and how the samples are split. */
import type { Notice, Split } from '../../domain/index.ts';
import { formats } from '../formats.ts';
import { evidence } from './evidence.ts';
import { splits } from './names.ts';

const { list, number, percent } = formats('en');

export const target = {
  name: 'Target',
  intro: 'Choose what is predicted, and from what.',
  use: 'Use this target',
  what: 'Predict',
  kinds: {
    binary: 'two classes',
    'multi-class': 'several classes, one of them true',
    'multi-label': 'several findings, each yes or no',
    ordinal: 'grades in an order',
    choice: 'one of the options of each question',
  },
  splits,
  splitNone: 'not split yet',
  classes: 'Classes',
  missing: (n: number) => `${number(n)} without a label, left out`,
  uncertain: (n: number) => `${number(n)} with a label that is uncertain`,
  unmentioned: (n: number) => `${number(n)} with a finding that is not mentioned`,
  uncertainMeans: 'Uncertain labels',
  uncertainHint:
    'Left out: neither learned from nor counted, label by label. Published figures differ in this.',
  uncertainKinds: { ignore: 'left out', ones: 'count as yes', zeros: 'count as no' },
  unmentionedMeans: 'What is not mentioned',
  unmentionedHint:
    'A report that says nothing of a finding mostly means that it is not there, and sometimes nothing.',
  unmentionedKinds: { negative: 'counts as no', masked: 'left out' },
  readers: 'Whose labels',
  readersHint: 'Several people labelled each image and do not always agree.',
  readerKinds: { majority: 'what most of them say', any: 'what any of them says' },
  onlyClasses: 'Findings that count',
  samples: 'Samples',
  samplesHint:
    'Touch it to tell apart what is inside the boxes: each becomes a sample, its class the label. No split parts the boxes of one image, study or patient.',
  sampleKinds: { images: 'whole images', boxes: 'boxes, cut out' },
  margin: 'Margin around a box',
  marginHint: (share: number) =>
    `${percent(share)} of its width and height on each side, as far as the image goes.`,
  boxReaders: 'Whose boxes',
  boxReadersHint: 'Several people drew on each image and do not always agree.',
  boxReaderKinds: {
    all: 'all as they were drawn',
    union: 'overlapping ones made one',
    majority: 'those that most of them drew, made one',
  },
  boxOverlap: 'Overlap from which boxes are made one',
  boxOverlapHint: (iou: number) =>
    `Boxes of one class with an intersection over union above ${number(iou)} are of one thing.`,
  textField: 'Text that is read',
  covariates: 'Covariates that are read',
  covariatesHint:
    'Leave out those that are known only with the diagnosis: a model that is told them predicts nothing.',
  inputs: 'From',
  inputsHint: 'Touch it to see how much the text or the picture alone can tell.',
  inputKinds: {
    auto: 'whatever is there',
    image: 'image',
    text: 'text',
    'image+text': 'image and text',
    covariates: 'covariates',
    'image+covariates': 'image and covariates',
    'text+covariates': 'text and covariates',
    'image+text+covariates': 'all three',
  },
  split: 'Split',
  splitHint: 'Keep the official split if you want to compare with published figures.',
  splitUse: { official: 'official', made: 'made here' },
  splitCompleted: 'official, completed here',
  splitShares: (val: number, test: number) =>
    `${percent(val)} for validation and ${percent(test)} for the test; the rest for training`,
  valShare: 'Validation',
  testShare: 'Test',
  identifiers: 'Names of the samples in the files',
  identifiersHint: 'Leave them out if file names or paths could tell who the patients are.',
  identifierKinds: { out: 'left out', in: 'included' },
  seed: 'Seed',
  seedHint:
    'The same seed gives the same split, order and weights; change it to see how much is chance.',
  sentence: (name: string, inputs: string, split: string, counts: string) =>
    `${name} from ${inputs} · split: ${split} · ${counts}`,
  notice: (notice: Notice): string => {
    const named = (split: Split) => splits[split];
    switch (notice.kind) {
      case 'split-made':
        return notice.byPatient
          ? `There was no official ${named(notice.split)} split: ${number(notice.samples)} samples were set aside, each patient kept together.`
          : `There was no official ${named(notice.split)} split: ${number(notice.samples)} samples were set aside. Patients are not known, so images of one patient may be on both sides.`;
      case 'class-missing-from-split':
        return `The ${named(notice.split)} split has no sample of ${list(notice.classes)}; what depends on them can’t be measured there.`;
      case 'labels-missing':
        return `${number(notice.samples)} samples have no label for this target and are left out.`;
      case 'answer-vocabulary':
        return `${evidence['answer-vocabulary'](notice.parameters)}.`;
      case 'answer-ceiling':
        return `${evidence['answer-ceiling'](notice.parameters)}.`;
      case 'text-tells-label':
        return `The labels were taken from “${notice.field}” itself: a model that reads it repeats them and predicts nothing. Choose another text, or the image alone.`;
      case 'few-samples':
        return `With ${number(notice.samples)} samples in all the figures will swing widely; read the intervals.`;
    }
  },
};

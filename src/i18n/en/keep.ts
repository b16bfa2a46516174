/** English words of the Keep step: the files, what opens them, and trying a model on something new. */
import { formats } from '../formats.ts';

const { figure, number } = formats('en');

export const keep = {
  name: 'Keep',
  intro: 'Take the weights, the tensors, the predictions and the report with you.',
  make: 'Make the files',
  making: 'Making the files',
  download: (name: string) => `Download ${name}`,
  downloadAll: 'Download all (zip)',
  packing: 'Packing …',
  paste: 'A line to paste',
  copy: 'Copy',
  opens: {
    recipe: 'Everything that decided this result; open it here or in any text editor.',
    metrics: 'All figures with their intervals, as JSON.',
    predictions: 'One row a sample with its probabilities; opens in any spreadsheet.',
    weights:
      'The model with its preprocessing and reference samples; opens here, in Python and in JavaScript.',
    tfjsModel: 'The model for TensorFlow.js; keep model.json and the .bin files in one folder.',
    tfjsShard: 'Weights that belong to model.json.',
    tensors: 'The cut images and labels in MedMNIST’s layout; opens with numpy.load.',
    report: 'The whole result with pictures in one page; opens in any browser.',
  },
  sentence: (files: number, size: string) => `${number(files)} files, ${size}`,
};

export const tryIt = {
  name: 'Try it',
  intro: 'Give the model something new and see what it says.',
  dropImage: 'Drop an image here',
  chooseImage: 'Choose an image',
  chooseWeights: 'Load weights.safetensors',
  text: 'Text',
  covariatesHint: 'What is left empty counts as missing.',
  ask: 'Ask',
  seen: 'What the model saw',
  notAFinding: 'For learning and research. Not a diagnosis.',
  model: 'Model',
  thisRun: 'the one just trained',
  loaded: (name: string, inputs: string) => `Loaded: predicts ${name} from ${inputs}.`,
  verified: (difference: number) =>
    `Its reference samples give the same probabilities again (largest difference ${figure(difference)}).`,
  useTrained: 'Use the trained one again',
  answer: (name: string, probability: string) => `${name}: ${probability}`,
  needsImage: 'It needs an image.',
  needsText: 'It needs a text.',
  options: 'Options, one a line',
  needsOptions: (most: number) => `It needs 2 to ${most} options.`,
  needsBoth: 'It needs an image and a text.',
};

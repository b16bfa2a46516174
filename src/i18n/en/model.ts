/** English words of the networks that a model is made of. */
export const model = {
  image: 'Image network',
  imageHint: 'Light trains faster and has a tenth of the weights; it may see less.',
  imageEncoders: { residual: 'residual', light: 'light' },
  text: 'Text network',
  textHint: 'N-grams are fastest. The others know the order of words; they need more samples.',
  textEncoders: { ngrams: 'n-grams', convolution: 'convolution', transformer: 'transformer' },
  length: 'Tokens read',
  lengthHint: 'Words, or Chinese and Japanese characters, from the beginning of a text.',
  fusion: 'Joining the inputs',
  fusionHint:
    'Side by side is a sound start. The others let the text or the covariates decide what of an image counts.',
  fusions: { concatenation: 'side by side', gate: 'gated', film: 'FiLM' },
  ordinal: 'Steps of the target',
  ordinalHint: 'Thresholds on one score use the order of the classes.',
  ordinalHeads: { softmax: 'as classes', cumulative: 'as thresholds' },
  start: 'Start from',
  startHint:
    'Weights that know similar images or texts help where there are few samples. The networks must be the same.',
  fresh: 'random weights',
  loadedWeights: 'the weights that were loaded',
  startTrain: 'What is trained',
  startTrainHint: 'Only a new head is fast and safe with very few samples; all of it learns more.',
  startTrains: { all: 'all of it', head: 'only a new head' },
};

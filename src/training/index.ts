/** The room of training: backends, the training loop, prediction, and models as plain data. */
export { chooseBackend } from './backend.ts';
export { baselineAnswer, baselineKinds, type BaselineInput } from './baselines/baselines.ts';
export { predict, toProbabilities } from './predict.ts';
export { checkReference, restore } from './reference.ts';
export { pickSamples, plainInputs, type OptionReader, type Samples } from './samples.ts';
export { train, type TrainingInput } from './train.ts';

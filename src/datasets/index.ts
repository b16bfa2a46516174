/** From files to samples: which dataset is this, which labels does it have, and which samples are train, val and test. */
export { recognise } from './recognise.ts';
export type { Recognised } from './reader.ts';
export { settleLabels } from './label-policy.ts';
export { settleBoxes } from './fuse-boxes.ts';
export { toBoxSamples } from './box-samples.ts';
export { checkLabels } from './labels.ts';
export { answerNotices, askedLabels, settleAnswers } from './published/answers.ts';
export { dealOptions } from './deal-options.ts';
export { makeSplits } from './make-splits.ts';
export { trainFraction } from './train-fractions.ts';
export { describeSplits, textNotices } from './describe-splits.ts';

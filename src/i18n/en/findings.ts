/** English sentences for what the health checks find: what it is, why it matters, and what to do. */
import type { FindingSentences } from '../sentences.ts';
import { formats } from '../formats.ts';
import { covariateName, splits } from './names.ts';

const { figure, number, percent } = formats('en');

const inflated = 'The model can recognise what it was trained on, so the figures come out too good.';
const copied = 'Drop the copies from train; validation and test stay as they are.';
const regroup =
  'Split anew with each patient kept together, unless you need the official split for comparison.';

/** `1 patient`, `2 patients`. */
const counted = (count: number, one: string, many = `${one}s`) =>
  `${number(count)} ${count === 1 ? one : many}`;

export const findings: FindingSentences = {
  'torn-patients': (_, count) => ({
    what: `${counted(count, 'patient')} in more than one split`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-studies': (_, count) => ({
    what: `${counted(count, 'study', 'studies')} in more than one split`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-images': (_, count) => ({
    what: `${counted(count, 'image')} in more than one split`,
    why: inflated,
    remedy: regroup,
  }),
  'torn-texts': ({ field }, count) => ({
    what: `${counted(count, 'text')} of “${field}” word for word in more than one split`,
    why: 'Either the same study is there twice, or a template was left unchanged. A model that reads it can know the answer by heart.',
    remedy: 'Look at the examples. If they are the same studies, give a patient column and split anew.',
  }),
  'conflicting-labels': (_, count) => ({
    what: `${counted(count, 'image')} with different labels on different copies`,
    why: 'One of the labels is wrong, or the label depends on something that the model is not given.',
    remedy: 'Leave the disputed labels out of training, or correct them in your table.',
  }),
  'uncertain-labels': ({ share }, count) => ({
    what: `${counted(count, 'sample')} with an uncertain label (${percent(share)})`,
    why: 'Papers treat them as yes, as no, or leave them out; figures differ by it.',
    remedy: 'The policy is among the options of the target. Leaving them out is the cautious one.',
  }),
  'missing-labels': ({ share }, count) => ({
    what: `${counted(count, 'sample')} with a label missing (${percent(share)})`,
    why: 'What is missing is neither learned nor counted. If it is missing for a reason, the rest is not typical.',
    remedy: 'Find out why they are missing before you quote figures.',
  }),
  'absent-class': ({ split, className }) => ({
    what: `No sample of “${className}” in ${splits[split]}`,
    why:
      split === 'train'
        ? 'The model cannot learn a class that it never sees.'
        : 'What depends on this class cannot be measured there.',
    remedy: 'Split anew, or leave the class out among the options of the target.',
  }),
  'tiny-class': ({ className, samples }) => ({
    what: `Only ${counted(samples, 'training sample')} of “${className}”`,
    why: 'That is too few to learn from, and its figures will be chance.',
    remedy: 'Leave the class out, join it with a similar one in your table, or find more samples.',
  }),
  'class-balance': ({ split, className, train, other }) => ({
    what: `“${className}” is ${percent(train)} of train and ${percent(other)} of ${splits[split]}`,
    why: 'Accuracy and thresholds depend on how common a class is; AUC does not.',
    remedy: 'Compare by AUC, or split anew if the difference has no reason.',
  }),
  'unseen-answers': ({ className, ceiling }, count) => ({
    what: `${counted(count, 'test sample')} whose answer, such as “${className}”, never occurs in train`,
    why: `No model that chooses among the answers of train can get them right: accuracy ends at ${percent(ceiling)}.`,
    remedy: 'Quote that ceiling beside the accuracy, or split anew.',
  }),
  'text-states-label': ({ field, words, className, auc }) => ({
    what: `“${field}” states the label: “${words}” alone tells “${className}” (AUC ${figure(auc)})`,
    why: 'A model that reads this text repeats what is written there and predicts nothing.',
    remedy: 'Leave the text out, or choose one that was written before the diagnosis.',
  }),
  'unreadable-images': (_, count) => ({
    what: `${counted(count, 'image')} could not be read`,
    why: 'They are left out. If they come from one source, that source is missing from the figures.',
    remedy: 'The list is in the Cut step, with the reason for each file.',
  }),
  'blank-images': (_, count) => ({
    what: `${counted(count, 'image')} with nothing to see`,
    why: 'One grey level everywhere: an empty file, or a window that misses all values.',
    remedy: 'Try another window in the Cut step; if they stay blank, remove them.',
  }),
  'duplicates-across-splits': ({ groups }, count) => ({
    what: `${counted(count, 'exact copy', 'exact copies')} of ${counted(groups, 'image')} across splits`,
    why: inflated,
    remedy: copied,
  }),
  'duplicates-within-split': ({ groups }, count) => ({
    what: `${counted(count, 'exact copy', 'exact copies')} of ${counted(groups, 'image')} within a split`,
    why: 'What is there twice counts twice, in training and in the figures.',
    remedy: 'Drop the copies from train; remove those in validation and test from your data.',
  }),
  'near-duplicates-across-splits': ({ groups }, count) => ({
    what: `${counted(count, 'near copy', 'near copies')} of ${counted(groups, 'image')} across splits`,
    why: `The same picture saved, scaled or windowed anew. ${inflated}`,
    remedy: `Look at the pairs. ${copied}`,
  }),
  'near-duplicates-within-split': ({ groups }, count) => ({
    what: `${counted(count, 'near copy', 'near copies')} of ${counted(groups, 'image')} within a split`,
    why: 'The same picture saved, scaled or windowed anew counts more than once.',
    remedy: 'Look at the pairs, then drop the copies from train.',
  }),
  polarity: (_, count) => ({
    what: `${counted(count, 'image')} with dark and bright exchanged`,
    why: 'Often MONOCHROME1 that was saved as it lay. The model has to learn two kinds of picture, and which kind may tell the source.',
    remedy: 'Invert these files, or read the original DICOM, whose polarity is respected.',
  }),
  'size-outliers': ({ width, height }, count) => ({
    what: `${counted(count, 'image')} much larger or smaller than the others, e.g. ${number(width)} × ${number(height)} px`,
    why: 'Thumbnails and scans of film look different once all are cut to one size.',
    remedy: 'Look at them; remove what is no image of the kind that you want.',
  }),
  'aspect-outliers': ({ usual }, count) => ({
    what: `${counted(count, 'image')} of another shape (usual is width : height ${figure(usual)})`,
    why: 'Stretching distorts them more than the others; screenshots and double pictures have such shapes.',
    remedy: 'Look at them; padding instead of stretching keeps their proportions.',
  }),
  'depth-outliers': ({ usual, bits }, count) => ({
    what: `${counted(count, 'image')} of another bit depth, e.g. ${number(bits)} bits a value where the others have ${number(usual)}`,
    why: 'What is deeper than 8 bits goes through a window, and what has 8 bits was windowed by somebody else: they differ in contrast, which may tell the source.',
    remedy: 'Look at them; files of one depth, from one export, are better.',
  }),
  'burnt-in-text': ({ share }, count) => ({
    what: `${counted(count, 'image')} that may have letters or markers burnt into a corner (${percent(share)})`,
    why: 'They may name a patient or a site, and a model can read a side marker instead of the image.',
    remedy: 'Look at the examples; a centre crop cuts corners off.',
  }),
  shortcut: ({ covariate, className, auc, low }) => ({
    what: `${covariateName(covariate)} alone tells “${className}”: AUC ${figure(auc)} (at least ${figure(low)})`,
    why: 'A model may learn to recognise this instead of the disease, and fail where it does not go with the label.',
    remedy:
      'Compare results within each value of it, or balance the data; quote this AUC beside the model’s.',
  }),
  'pixels-not-checked': (_, count) => ({
    what: `Pixels of ${counted(count, 'image')} were not looked at`,
    why: 'Duplicates, blank and inverted images are only seen once images are cut.',
    remedy: 'Cut them; the checks then run by themselves.',
  }),
};

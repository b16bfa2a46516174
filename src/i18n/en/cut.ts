/** English words of the Cut step: size and fit, what the model will see, the contact sheet, rejected files. */
import { formats } from '../formats.ts';

const { bytes, duration, measure, number } = formats('en');

export const cut = {
  name: 'Cut',
  intro: 'Choose how fine the pictures stay, and cut them.',
  start: (images: number) => `Cut ${number(images)} images`,
  startShort: 'Cut',
  goOn: 'Go on cutting',
  otherwise: 'Cut it otherwise',
  pause: 'Pause',
  paused: (done: number, total: number) =>
    `Paused at ${number(done)} of ${number(total)}; what is cut is kept.`,
  alreadyCut: 'These tensors are on this machine already: cutting takes no time.',
  sees: 'What the model will see',
  seesHint: 'If you can’t see the finding at a size, neither can the model.',
  original: (width: number, height: number) => `original, ${number(width)} × ${number(height)} px`,
  cutAt: (size: number) => `${size} px`,
  divider: 'Divider between original and cut',
  nextPicture: 'Another picture',
  previousPicture: 'The one before',
  label: (label: string) => `Label: ${label}`,
  noLabel: 'no label',
  boxes: {
    show: 'Show boxes',
    count: (n: number) => (n === 1 ? '1 box' : `${number(n)} boxes`),
    none: 'No box in this picture.',
    byNobody: 'no reader named',
    place: (x: number, y: number, width: number, height: number) =>
      `${measure(width)} × ${measure(height)} px at ${measure(x)}, ${measure(y)}`,
    outside: 'not in the cut',
  },
  size: 'Size',
  sizeNames: {
    28: 'fastest, as MedMNIST',
    64: 'shapes',
    128: 'texture',
    224: 'slowest, finest',
  },
  fit: 'Fit',
  fitHint: 'Touch it if the pictures are not square and their proportions carry meaning.',
  fits: { stretch: 'stretch to a square', crop: 'crop the centre', pad: 'pad with black' },
  volume: 'Volumes',
  volumeHint:
    'A cube keeps what shows only across slices, and takes much longer to learn from. Its voxels keep their proportions in mm where the fit is pad or crop.',
  planes: {
    name: 'Plane',
    hint: 'Of NIfTI files, arrays and DICOM series.',
    auto: 'as it lies',
    axial: 'axial',
    coronal: 'coronal',
    sagittal: 'sagittal',
  },
  position: (share: string) => `Slice: ${share} of the way through`,
  volumeCuts: { slice: 'one slice', montage: 'montage of slices', volume: 'cube' },
  several: 'Several images',
  severalHint: 'Side by side they can be compared; of a video 4 frames.',
  severalCuts: { first: 'only the first', together: 'all side by side' },
  filter: 'Filter',
  filterHint: 'Leave it at bicubic to compare with MedMNIST. The pixels equal Pillow’s, byte for byte.',
  filters: { bicubic: 'bicubic', bilinear: 'bilinear', lanczos: 'Lanczos' },
  channels: 'Colour',
  channelsHint: 'Touch it only if colour is an accident of the files.',
  channelKinds: { auto: 'as the files are', grey: 'grey', rgb: 'colour' },
  window: 'Window',
  windowHint:
    'Which values become black and which white; touch it if the finding drowns in black, grey or white.',
  windows: {
    auto: 'automatic',
    file: 'the file’s own',
    percentile: 'percentiles 0.5 to 99.5',
    full: 'full range',
    lung: 'CT: lung',
    bone: 'CT: bone',
    'soft-tissue': 'CT: soft tissue',
    brain: 'CT: brain',
    own: 'your own',
  },
  windowIs: (name: string) => `window: ${name}`,
  windowCentre: 'Centre',
  windowCentreHint: 'The value in the middle between black and white.',
  windowWidth: 'Width',
  windowWidthHint: 'How far apart black and white are: a narrow window has more contrast.',
  windowValues: (low: number, high: number, unit: string) =>
    `This picture holds values from ${measure(low)} to ${measure(high)}${unit === '' ? '' : ` ${unit}`}.`,
  centreAndWidth: (centre: number, width: number) =>
    `centre ${measure(centre)}, width ${measure(width)}`,
  windowShown: (name: string, window: string) => `Shown: ${name} (${window}).`,
  windowOfFile: (window: string) => `The file’s own window has ${window}.`,
  windowNotHounsfield:
    'The values of this picture are not Hounsfield units, so the automatic window is taken.',
  decode: 'JPEG decoding',
  decodeHint:
    'Touch it if large JPEGs take too long: fast decodes them at a smaller scale, a little off Pillow’s pixels.',
  decodes: { exact: 'exact', fast: 'fast' },
  decodedFast: 'JPEG decoded fast',
  orientation: 'Orientation',
  orientationHint:
    'Touch it if photographs lie on their side: upright turns them as their EXIF says, which Pillow does not do by itself.',
  orientations: { stored: 'as stored', upright: 'upright' },
  turnedUpright: 'turned upright by EXIF',
  images: 'images',
  sheet: 'Contact sheet',
  sheetLabel: (shown: number, done: number) =>
    `${number(shown)} of ${number(done)} pictures that have been cut so far`,
  sheetSampled: (capacity: number, total: number) =>
    `Shows ${number(capacity)} of ${number(total)}, evenly chosen.`,
  costAgain: (seconds: number) => `This cuts again: about ${duration(seconds)}.`,
  costAgainUnknown: 'This cuts again.',
  sentence: (size: number, channels: string, fit: string, filter: string) =>
    `${size} px, ${channels}, ${fit}, ${filter}`,
  inSeconds: (seconds: number) => `in ${duration(seconds)}`,
  stored: (size: number) => bytes(size),
  resampled: {
    onGpu: 'resampled on the GPU',
    gpuFailed: (detail: string) => `the GPU failed (${detail}); its pictures were done again without it`,
  },
  noImages: 'Text only: there is nothing to cut.',
  rejected: {
    count: (n: number) =>
      n === 1 ? '1 file could not be read' : `${number(n)} files could not be read`,
    none: 'every file could be read',
    title: 'Rejected files',
    filter: 'Show those that contain',
    noneFound: 'None contains that.',
    more: (n: number) => `and ${number(n)} more; keep the list to see all`,
    keep: 'Keep the list (CSV)',
    headings: { file: 'File', reason: 'Reason', remedy: 'What to do' },
    kinds: 'All reasons',
  },
};

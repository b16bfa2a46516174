/**
 * Everything that decides a result, as one JSON value with a version. The types are inferred from the schema, so that
 * what is checked and what is typed cannot drift apart; `public/recipe.schema.json` is made from the same schema.
 */
import * as v from 'valibot';
import { appError } from './errors.ts';
import { readers } from './dataset.ts';
import { planes } from './pixels.ts';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const columnName = v.nullable(v.string());

/** Side of a cut image in px. */
export const cutSizes = [28, 64, 128, 224] as const;
export const fits = ['stretch', 'crop', 'pad'] as const;
/** What is cut of a volume: the slice in its middle, slices side by side in one picture, or all of it as a cube. */
export const volumeCuts = ['slice', 'montage', 'volume'] as const;
/** Along which plane of the patient a volume is sliced; `auto` takes the order of the file for a slice, axial slices for a montage. */
export const planeChoices = ['auto', ...planes] as const;
/** What is cut of a sample of several images: the first of them, or all of them side by side in one picture. */
export const severalCuts = ['first', 'together'] as const;
/** Sides of cubes in px: a larger one takes megabytes. */
export const cubeSizes = [28, 64] as const;
export const filters = ['bicubic', 'bilinear', 'lanczos'] as const;
/** Ways from deeper values to 8 bits; presets in Hounsfield units are for CT. */
export const windows = [
  'auto',
  'file',
  'percentile',
  'full',
  'lung',
  'bone',
  'soft-tissue',
  'brain',
] as const;
export const inputKinds = [
  'image',
  'text',
  'image+text',
  'covariates',
  'image+covariates',
  'text+covariates',
  'image+text+covariates',
] as const;
/** Networks for images: with residual blocks, or with separable convolutions that are smaller and faster. */
export const imageEncoders = ['residual', 'light'] as const;
/** Networks for texts: hashed n-grams, or tokens in their order. */
export const textEncoders = ['ngrams', 'convolution', 'transformer'] as const;
/** Heads for ordinal targets: a softmax over the classes, or one score with a threshold between neighbours (CORAL). */
export const ordinalHeads = ['softmax', 'cumulative'] as const;
export const startTrains = ['all', 'head'] as const;
/** How several inputs come together; `src/models/fusion.ts` says each exactly. */
export const fusions = ['concatenation', 'gate', 'film'] as const;
export const backends = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export const recipeSchema = v.strictObject({
  version: v.literal(1),
  /** Decides made splits, initial weights, order, augmentation and dropout. */
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1)),
  /** How the source is read; null lets the recogniser decide. */
  reading: v.strictObject({
    reader: v.nullable(v.picklist(readers)),
    columns: v.nullable(
      v.strictObject({
        file: columnName,
        labels: v.array(v.string()),
        text: columnName,
        patient: columnName,
        split: columnName,
        /** Left out, they are told by their headings. */
        covariates: v.optional(v.array(v.string())),
      }),
    ),
  }),
  /** Name of the target; null takes the first. */
  target: v.nullable(v.string()),
  /** What labels that are neither yes nor no are to mean, and which labels count; null takes all classes. */
  labels: v.strictObject({
    /** `ignore` leaves them out of loss and metrics, label by label (U-Ignore); `ones` and `zeros` are U-Ones and U-Zeros. */
    uncertain: v.picklist(['ignore', 'ones', 'zeros']),
    /** A finding that a report does not mention: taken for absent, or left out of loss and metrics. */
    unmentioned: v.picklist(['negative', 'masked']),
    /** Where several readers labelled an image: `majority` (half is not enough), `any`, or the name of one. */
    readers: v.string(),
    classes: v.nullable(v.array(v.string())),
  }),
  /** What becomes of the boxes that were drawn in the images; `docs/decisions/014-boxes.md` says why. */
  boxes: v.strictObject({
    /**
     * Where several readers drew: `all` keeps every box, `union` makes one box of those that overlap, `majority` keeps of these the
     * boxes that more than half of an image's readers drew, and a reader's name keeps that reader's.
     */
    readers: v.string(),
    /** Boxes of one class whose intersection over union is larger than this are of one thing (`union` and `majority`). */
    iou: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
    /** `boxes` makes every box a sample of its own: its crop is what is learned from, its class what is predicted. */
    samples: v.picklist(['images', 'boxes']),
    /** What a crop has on each side, as a share of the box's width and height; it ends at the image's edges. */
    margin: fraction,
  }),
  /** Name of the text field that is read; null takes the first. */
  text: v.nullable(v.string()),
  /** Names of the covariates that are read where `inputs` has them; null takes all. */
  covariates: v.nullable(v.pipe(v.array(v.string()), v.minLength(1))),
  split: v.strictObject({
    /** `official` takes the dataset's own and makes only what it lacks. */
    use: v.picklist(['official', 'made']),
    /** Share of the patients (of the training part, where test is official) in a made split. */
    val: fraction,
    test: fraction,
  }),
  /** What is done about findings of the health checks; test and validation are never touched. */
  health: v.strictObject({
    /** `drop` leaves out training images that are in another split too, or more than once in train, exactly or nearly. */
    duplicates: v.picklist(['keep', 'drop']),
    /** `mask` learns nothing from labels of train that differ between copies of one image. */
    conflicts: v.picklist(['keep', 'mask']),
  }),
  cut: v.strictObject({
    size: v.picklist(cutSizes),
    fit: v.picklist(fits),
    filter: v.picklist(filters),
    /** Of images that are no volumes only `slice` can be cut; `src/preprocess/cut-volume.ts` says each exactly. */
    volume: v.picklist(volumeCuts),
    /** Of `slice` and `montage`, where the file says how it lies in the patient, and of arrays, whose first axis is taken for the axial one. */
    plane: v.picklist(planeChoices),
    /** Of `slice`: how far through the volume it lies, 0 the first and 1 the last. */
    position: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    /**
     * `together` takes four frames of a video, whose middle one is taken else; `src/preprocess/cut-together.ts` says it exactly. Volumes
     * that are cut as such have no further images.
     */
    several: v.picklist(severalCuts),
    /** `auto` is grey where every probed image is grey. */
    channels: v.picklist(['auto', 'grey', 'rgb']),
    /**
     * For images deeper than 8 bits: `file` is the file's own window, `percentile` 0.5 to 99.5 % of its values, `full` all that it can
     * hold; `auto` is `file` where it has one, else `percentile`. Presets stand for `auto` where values are not in Hounsfield units. Or
     * a window in the image's own unit. `src/preprocess/window.ts` says each exactly.
     */
    window: v.union([
      v.picklist(windows),
      v.strictObject({ centre: v.number(), width: v.pipe(v.number(), v.gtValue(0)) }),
    ]),
    /** `fast` may decode JPEG at a smaller scale; the pixels then differ a little from Pillow's. */
    decode: v.picklist(['exact', 'fast']),
    /** `stored` leaves pictures as they lie, as Pillow does; `upright` turns them as their EXIF says. */
    orientation: v.picklist(['stored', 'upright']),
  }),
  /** `auto` takes image and text where the dataset has both, and covariates only where it has neither. */
  inputs: v.picklist(['auto', ...inputKinds]),
  model: v.strictObject({
    /** Dropout rate before the head. */
    dropout: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
    image: v.strictObject({ encoder: v.picklist(imageEncoders) }),
    text: v.strictObject({
      encoder: v.picklist(textEncoders),
      /** Number of hash buckets of the n-grams, or of the tokens. */
      buckets: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(65536)),
      /** Units of the hidden layer, or of each token. */
      hidden: v.pipe(count, v.maxValue(1024)),
      /** Tokens of a text that are read in their order; `ngrams` reads all. */
      length: v.pipe(count, v.maxValue(1024)),
    }),
    /** Of one input there is nothing to be joined. */
    fusion: v.picklist(fusions),
    /** Only of ordinal targets. */
    ordinal: v.picklist(ordinalHeads),
    /** Null for random weights. */
    start: v.nullable(
      v.strictObject({
        /** Of the file `weights.safetensors` that was loaded: the first 32 digits of its SHA-256. */
        weights: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
        /** `all` goes on training what was loaded, `head` leaves it as it is and trains a new head on it (a linear probe). */
        train: v.picklist(startTrains),
      }),
    ),
  }),
  training: v.strictObject({
    /** Null for as many as suit the number of training samples: `automaticEpochs`. */
    epochs: v.nullable(v.pipe(count, v.maxValue(1000))),
    batch: v.pipe(count, v.maxValue(1024)),
    learningRate: positive,
    /** Decoupled (AdamW); not applied to biases and normalisation. */
    weightDecay: v.pipe(v.number(), v.minValue(0)),
    schedule: v.picklist(['one-cycle', 'cosine']),
    /** Share of all steps in which the learning rate rises. */
    warmUp: fraction,
    /** Largest global norm of the gradients. */
    clipNorm: positive,
    labelSmoothing: v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
    classWeights: v.picklist(['none', 'balanced', 'square-root']),
    augment: v.strictObject({
      /** Largest shift as a share of the side. */
      shift: v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
      /** Largest rotation in degrees. */
      rotation: v.pipe(v.number(), v.minValue(0), v.maxValue(180)),
      /** Largest zoom in or out, as a logarithm of the factor. */
      zoom: v.pipe(v.number(), v.minValue(0), v.maxValue(0.7)),
      /** Largest change of contrast about the image's mean, as a logarithm of the factor. */
      contrast: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
      /** Largest change of brightness, as a share of the full range. */
      brightness: v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
      /** Mirror left and right; only carried out where the target allows it. */
      flip: v.boolean(),
    }),
    /** Epochs without a better validation AUC after which training stops. */
    patience: count,
  }),
  evaluation: v.strictObject({
    /**
     * Parts of the training samples that the same recipe is trained on too, for the learning curve over how many there are: a headless
     * run trains them at once, the page when it is asked to. Null for none there, and for the page's own choice here.
     */
    learningCurve: v.nullable(
      v.pipe(v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))), v.minLength(1)),
    ),
  }),
  backend: v.picklist(['auto', ...backends]),
  /** Of WebAssembly; null for as many as are fastest. They change no result. */
  threads: v.nullable(v.pipe(count, v.maxValue(64))),
  /** Whether files that are kept name the samples (paths may hold patients' identifiers). */
  identifiers: v.boolean(),
});

export type Recipe = v.InferOutput<typeof recipeSchema>;
export type Reading = Recipe['reading'];
export type LabelPolicy = Recipe['labels'];
export type BoxPolicy = Recipe['boxes'];
export type CutOptions = Recipe['cut'];
export type WindowChoice = CutOptions['window'];
/** Centre and width in the image's own unit. */
export type OwnWindow = Exclude<WindowChoice, string>;
/** A window that was settled on for an image: `auto` has become one of the others, `own` is a centre and width. */
export type AppliedWindow = Exclude<(typeof windows)[number], 'auto'> | 'own';
export type CutSize = CutOptions['size'];
export type VolumeCut = CutOptions['volume'];
export type PlaneChoice = CutOptions['plane'];
export type SeveralCut = CutOptions['several'];
export type Fit = CutOptions['fit'];
export type Filter = CutOptions['filter'];
/** Slices of a tensor, undefined for pictures. */
export function depthOf({ size, volume }: Pick<CutOptions, 'size' | 'volume'>): number | undefined {
  return volume === 'volume' ? size : undefined;
}
export type InputKind = (typeof inputKinds)[number];
/** What a recipe gives a model to read. */
export function reads(inputs: InputKind): Record<'image' | 'text' | 'covariates', boolean> {
  const parts = inputs.split('+');
  return {
    image: parts.includes('image'),
    text: parts.includes('text'),
    covariates: parts.includes('covariates'),
  };
}
export type OrdinalHead = (typeof ordinalHeads)[number];
export type Fusion = (typeof fusions)[number];
export type ImageEncoder = (typeof imageEncoders)[number];
export type TextEncoder = (typeof textEncoders)[number];
export type Backend = (typeof backends)[number];
/** A recipe in which nothing is left to be decided: what is stored with a run and written to `recipe.json`. */
export type CompleteRecipe = Recipe & {
  readonly target: string;
  readonly inputs: InputKind;
  readonly cut: CutOptions & { readonly channels: 'grey' | 'rgb' };
  readonly training: Recipe['training'] & { readonly epochs: number };
};

export const defaultRecipe: Recipe = {
  version: 1,
  seed: 0,
  reading: { reader: null, columns: null },
  target: null,
  labels: { uncertain: 'ignore', unmentioned: 'negative', readers: 'majority', classes: null },
  boxes: { readers: 'all', iou: 0.5, samples: 'images', margin: 0.1 },
  text: null,
  covariates: null,
  split: { use: 'official', val: 0.1, test: 0.2 },
  health: { duplicates: 'keep', conflicts: 'keep' },
  cut: {
    size: 28,
    fit: 'stretch',
    filter: 'bicubic',
    volume: 'slice',
    plane: 'auto',
    position: 0.5,
    several: 'first',
    channels: 'auto',
    window: 'auto',
    decode: 'exact',
    orientation: 'stored',
  },
  inputs: 'auto',
  model: {
    dropout: 0.2,
    image: { encoder: 'residual' },
    text: { encoder: 'ngrams', buckets: 4096, hidden: 64, length: 128 },
    fusion: 'concatenation',
    ordinal: 'softmax',
    start: null,
  },
  // Chosen on PneumoniaMNIST at 28 px by validation AUC; docs/decisions has the comparison.
  training: {
    epochs: null,
    batch: 64,
    learningRate: 0.004,
    weightDecay: 0.01,
    schedule: 'one-cycle',
    warmUp: 0.2,
    clipNorm: 1,
    labelSmoothing: 0.05,
    classWeights: 'balanced',
    augment: { shift: 0.08, rotation: 10, zoom: 0.1, contrast: 0.15, brightness: 0.1, flip: true },
    patience: 10,
  },
  evaluation: { learningCurve: null },
  backend: 'auto',
  threads: null,
  identifiers: false,
};

/** What all epochs together go through, where there are many samples: some four minutes at 28 px on two processor cores. */
const samplesSeen = 560_000;

/**
 * Epochs of a recipe that leaves their number open.
 * @param samples of the training split
 * @returns from 3 to 15: fewer than 15 from 37,334 samples on
 */
export function automaticEpochs(samples: number): number {
  return Math.max(3, Math.min(15, Math.floor(samplesSeen / samples)));
}

/**
 * Fills the defaults into a partial recipe and checks it.
 * @throws AppError `bad-recipe` naming the first wrong path, what was found and what is expected.
 */
export function completeRecipe(partial: unknown): Recipe {
  const result = v.safeParse(recipeSchema, merge(defaultRecipe, partial));
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw appError('bad-recipe', null, {
    path: v.getDotPath(issue) ?? '(root)',
    found: issue.received,
    expected: issue.expected ?? issue.message,
  });
}

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

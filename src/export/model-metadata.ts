/**
 * What `weights.safetensors` says beside its arrays: how the model is built, what it predicts, how its images are cut.
 * Each part is JSON under its own key of the file's `__metadata__`, so that any reader of safetensors can get at it.
 */
import * as v from 'valibot';
import {
  cubeSizes,
  cutSizes,
  defaultRecipe,
  depthOf,
  inputKinds,
  outputWidth,
  reads,
  targetKinds,
  recipeSchema,
  type ModelShape,
  type Target,
  type TrainedModel,
} from '../domain/index.ts';

const { dropout, fusion, image, text } = recipeSchema.entries.model.entries;
const { volume, plane, position, several, window, decode, orientation } =
  recipeSchema.entries.cut.entries;
const natural = v.pipe(v.number(), v.integer(), v.minValue(1));

const name = v.string();
const covariate = v.variant('kind', [
  v.strictObject({
    name,
    kind: v.literal('number'),
    mean: v.number(),
    deviation: v.pipe(v.number(), v.gtValue(0)),
  }),
  v.strictObject({
    name,
    kind: v.literal('category'),
    values: v.array(v.union([v.string(), v.number()])),
    mayMiss: v.boolean(),
  }),
]);

const textShape = v.strictObject({
  ...text.entries,
  encoder: v.exactOptional(text.entries.encoder),
  length: v.exactOptional(text.entries.length),
});

const parts = {
  shape: v.strictObject({
    inputs: v.picklist(inputKinds),
    image: v.nullable(
      v.strictObject({
        size: v.picklist(cutSizes),
        channels: v.picklist([1, 3]),
        depth: v.exactOptional(v.picklist(cubeSizes)),
        encoder: v.exactOptional(image.entries.encoder),
      }),
    ),
    text: v.nullable(textShape),
    options: v.exactOptional(textShape),
    covariates: v.exactOptional(v.array(covariate)),
    fusion: v.exactOptional(fusion),
    head: v.exactOptional(v.literal('cumulative')),
    outputs: natural,
    dropout,
  }),
  target: v.strictObject({
    name: v.string(),
    kind: v.picklist(targetKinds),
    classes: v.pipe(v.array(v.string()), v.minLength(1)),
    mayFlip: v.boolean(),
  }),
  cut: v.nullable(
    v.strictObject({
      ...recipeSchema.entries.cut.entries,
      channels: v.picklist(['grey', 'rgb']),
      // Files from before these could be chosen leave them out.
      volume: v.optional(volume, defaultRecipe.cut.volume),
      plane: v.optional(plane, defaultRecipe.cut.plane),
      position: v.optional(position, defaultRecipe.cut.position),
      several: v.optional(several, defaultRecipe.cut.several),
      window: v.optional(window, defaultRecipe.cut.window),
      decode: v.optional(decode, defaultRecipe.cut.decode),
      orientation: v.optional(orientation, defaultRecipe.cut.orientation),
    }),
  ),
  texts: v.nullable(v.array(v.string())),
  options: v.nullable(v.array(v.array(v.string()))),
};

/** What the metadata holds. `texts` and `options` are those of the reference samples; files from before `options` have none. */
export interface ModelMetadata {
  readonly shape: ModelShape;
  readonly target: Target;
  readonly cut: TrainedModel['cut'];
  readonly texts: readonly string[] | null;
  readonly options: readonly (readonly string[])[] | null;
}

const version = '1';

/** The strings of `__metadata__`. */
export function metadataStrings({
  shape,
  target,
  cut,
  texts,
  options,
}: ModelMetadata): Record<string, string> {
  return {
    producer: 'microtome',
    version,
    shape: JSON.stringify(shape),
    target: JSON.stringify(target),
    cut: JSON.stringify(cut),
    texts: JSON.stringify(texts),
    ...(options !== null && { options: JSON.stringify(options) }),
  };
}

/**
 * Reads and checks the strings of `__metadata__`.
 * @throws Error in plain words where a part is missing, malformed, or contradicts another
 */
export function parseMetadata(strings: unknown): ModelMetadata {
  if (typeof strings !== 'object' || strings === null) throw new Error('no __metadata__');
  const all = strings as Readonly<Record<string, unknown>>;
  if (all['version'] !== version)
    throw new Error(`version is ${String(all['version'])}, expected "${version}"`);
  const metadata: ModelMetadata = {
    shape: parsePart(all, 'shape'),
    target: parsePart(all, 'target'),
    cut: parsePart(all, 'cut'),
    texts: parsePart(all, 'texts'),
    options: all['options'] === undefined ? null : parsePart(all, 'options'),
  };
  const contradiction = findContradiction(metadata);
  if (contradiction !== null) throw new Error(contradiction);
  return metadata;
}

function parsePart<K extends keyof typeof parts>(
  all: Readonly<Record<string, unknown>>,
  key: K,
): v.InferOutput<(typeof parts)[K]> {
  const found = all[key];
  if (typeof found !== 'string') throw new Error(`metadata has no ${key}`);
  const result = v.safeParse(parts[key], JSON.parse(found));
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`${key} ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** Why these can't belong to one model, or null. */
function findContradiction({ shape, target, cut, texts, options }: ModelMetadata): string | null {
  const { inputs, image, text: textShape } = shape;
  const given = reads(inputs);
  if ((shape.covariates !== undefined) !== given.covariates)
    return `inputs ${inputs} against its covariates`;
  if ((image !== null) !== given.image) return `inputs ${inputs} against its image shape`;
  if ((textShape !== null) !== given.text) return `inputs ${inputs} against its text shape`;
  if ((textShape === null) !== (texts === null)) return 'reference texts against its text shape';
  const isChoice = target.kind === 'choice';
  if (isChoice !== (shape.options !== undefined) || isChoice !== (options !== null))
    return `options of a target that is ${target.kind}`;
  if (shape.head !== undefined && target.kind !== 'ordinal')
    return `a ${shape.head} head of a target that is ${target.kind}`;
  if (shape.outputs !== outputWidth(target) - (shape.head === undefined ? 0 : 1))
    return `${shape.outputs} outputs for ${target.classes.length} classes (${target.kind})`;
  if (target.kind === 'binary' && target.classes.length !== 2)
    return `${target.classes.length} classes of a binary target`;
  const channels = cut === null ? null : cut.channels === 'grey' ? 1 : 3;
  const depth = cut === null ? undefined : depthOf(cut);
  if (cut?.size !== image?.size || channels !== (image?.channels ?? null) || depth !== image?.depth)
    return 'the cut against the image shape';
  return null;
}

/** The one true sentence that each finished step folds to. */
import {
  type CompleteRecipe,
  type CutSummary,
  type Fix,
  type HealthReport,
  type Inspection,
  type Metrics,
  type Prepared,
  type RunResult,
  severities,
  type Severity,
  reads,
  splits,
  type Target,
} from '../domain/index.ts';
import { readingText } from '../i18n/index.ts';
import type { Language } from './language.svelte.ts';

const join = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(' · ');

/** @param title what the dataset is called in the reader's language */
export function dataSentence(
  { words }: Language,
  title: string,
  inspection: Inspection,
  seconds: number,
): string {
  const { counts, nothingLeft, readIn } = words.data;
  return join([
    title,
    inspection.images > 0 ? counts.images(inspection.images) : counts.samples(inspection.samples),
    inspection.patients === null ? null : counts.patients(inspection.patients),
    readIn(seconds),
    nothingLeft,
  ]);
}

export function targetSentence({ words, formats }: Language, prepared: Prepared): string {
  const { inputKinds, sentence, splitCompleted, splitUse } = words.target;
  const { inputs, split } = prepared.recipe;
  const made = prepared.notices.filter((notice) => notice.kind === 'split-made').length;
  // Where the dataset has neither a validation nor a test split of its own, "official" came to a split made here.
  const use = made > 1 ? splitUse.made : made === 1 ? splitCompleted : splitUse[split.use];
  return sentence(
    prepared.target.name,
    inputKinds[inputs],
    use,
    splits.map((name) => formats.number(prepared.samples[name])).join(' / '),
  );
}

export function storedTargetSentence(
  { words }: Language,
  target: Target,
  recipe: CompleteRecipe,
): string {
  const { inputKinds, splitUse } = words.target;
  return join([target.name, inputKinds[recipe.inputs], splitUse[recipe.split.use]]);
}

/** @param summary null where it is read from storage, which doesn't keep how long cutting took */
export function cutSentence(
  { words, locale }: Language,
  recipe: CompleteRecipe,
  summary: CutSummary | null,
): string {
  const { channelKinds, filters, fits, inSeconds, noImages, rejected, resampled, sentence, stored } =
    words.cut;
  if (!reads(recipe.inputs).image) return noImages;
  const { size, channels, fit, filter } = recipe.cut;
  const options = join([
    sentence(size, channelKinds[channels], fits[fit], filters[filter]),
    ...readingText(recipe.cut, locale),
  ]);
  if (summary === null) return options;
  const lost = summary.rejected.length;
  return join([
    options,
    lost === 0 ? rejected.none : rejected.count(lost),
    stored(summary.bytes),
    inSeconds(summary.seconds),
    ...(summary.resamplers.includes('gpu') ? [resampled.onGpu] : []),
    ...(summary.gpuFailure === null ? [] : [resampled.gpuFailed(summary.gpuFailure)]),
  ]);
}

/** @param counts of what the recipe does not take care of, @param applied what it does */
export function healthSentence(
  { words }: Language,
  { withPixels }: HealthReport,
  counts: Readonly<Record<Severity, number>>,
  applied: readonly Fix[],
): string {
  const { fixed, sentence } = words.health;
  const found = severities.flatMap((severity) =>
    counts[severity] === 0 ? [] : [sentence[severity](counts[severity])],
  );
  return join([
    ...(found.length === 0 && applied.length === 0 ? [sentence.nothing] : found),
    ...applied.map((fix) => fixed[fix].replace(/[.。]$/, '')),
    withPixels ? null : sentence.tableOnly,
  ]);
}

export function trainSentence({ words }: Language, { metrics, seconds }: RunResult): string {
  const inputs = words.target.inputKinds[metrics.inputs];
  const backend = words.shell.backends[metrics.backend];
  return words.train.sentence(inputs, metrics.epochs, metrics.bestEpoch, seconds, backend);
}

export function resultsSentence({ words, formats }: Language, metrics: Metrics): string {
  const split = (['test', 'val', 'train'] as const).find((name) => metrics.splits[name] !== undefined);
  const figures = split === undefined ? undefined : metrics.splits[split];
  if (figures === undefined) return '';
  return words.results.sentence(formats.estimate(figures.auc), figures.acc.value, figures.majorityAcc);
}

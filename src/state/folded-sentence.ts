/** Chooses the sentence of a step: of what is open on the page, else of the run that is shown from storage. */
import type { RunSummary } from '../domain/index.ts';
import type { CutStep } from './cut.svelte.ts';
import type { HealthStep } from './health.svelte.ts';
import type { KeepStep } from './keep.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { ResultsStep } from './results.svelte.ts';
import {
  cutSentence,
  dataSentence,
  healthSentence,
  resultsSentence,
  storedTargetSentence,
  targetSentence,
  trainSentence,
} from './sentences.ts';
import type { SourceStep } from './source.svelte.ts';
import type { StepName } from './step-names.ts';
import type { TargetStep } from './target.svelte.ts';
import type { TrainStep } from './train.svelte.ts';

/** What the sentences are made of: the notebook's steps. */
export interface Steps {
  readonly language: Language;
  readonly source: SourceStep;
  readonly target: TargetStep;
  readonly cut: CutStep;
  readonly health: HealthStep;
  readonly train: TrainStep;
  readonly results: ResultsStep;
  readonly keep: KeepStep;
  readonly stored: RunSummary | null;
}

export function foldedSentence(steps: Steps, step: StepName): string {
  const { cut, health, keep, language, results, source, stored, target, train } = steps;
  const { words, formats } = language;
  switch (step) {
    case 'data':
      if (source.inspection === null) return stored?.title ?? '';
      return dataSentence(language, source.title(words), source.inspection, source.seconds);
    case 'target':
      if (target.prepared !== null) return targetSentence(language, target.prepared);
      return train.result === null
        ? (stored?.recipe.target ?? '')
        : storedTargetSentence(language, train.result.target, train.result.recipe);
    case 'cut': {
      const recipe = target.prepared?.recipe ?? stored?.recipe;
      return recipe === undefined ? '' : cutSentence(language, recipe, cut.summary);
    }
    case 'health':
      return health.report === null
        ? ''
        : healthSentence(language, health.report, health.counts, health.applied);
    case 'train': {
      if (train.result !== null && !train.task.running) return trainSentence(language, train.result);
      const last = train.history.at(-1);
      return last === undefined ? '' : words.train.liveSentence(last.epoch, last.valAuc);
    }
    case 'results':
      return results.result === null ? '' : resultsSentence(language, results.result.metrics);
    case 'keep':
      return keep.files.length === 0
        ? ''
        : words.keep.sentence(keep.files.length, formats.bytes(keep.bytes));
  }
}

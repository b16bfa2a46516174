/**
 * What the page and the headless runner ask for. `Engine` is implemented once (`engine.ts`, over the workers); screens
 * take it in their constructor, so tests pass a fake. Everything that crosses here is plain data.
 */
import type {
  Answer,
  CutOptions,
  CutProgress,
  CutSummary,
  Difference,
  EmbeddingMap,
  Explanation,
  ExplanationProgress,
  ExportedFile,
  HealthProgress,
  HealthReport,
  Inspection,
  LearningCurve,
  LearningCurveEvent,
  LoadedModel,
  Neighbour,
  PictureBatch,
  PlacedBox,
  Prepared,
  Preview,
  Projection,
  Question,
  Reading,
  ReadingProgress,
  RecentSource,
  Recipe,
  RunResult,
  RunSummary,
  SourceDescriptor,
  TrainingEvent,
} from '../domain/index.ts';

/**
 * The whole program without its page. Methods throw AppError for what a person can understand and AbortError when their
 * signal aborts. A worker that dies is replaced; the call it was serving fails with `worker-lost`, except `cut` and `train`, which go on.
 */
export interface Engine {
  /** A small built-in dataset, made on the spot, with which the whole way can be tried. */
  sample(): Promise<SourceDescriptor>;
  /** Reads and recognises a source, which stays the open one. */
  open(source: SourceDescriptor, signal: AbortSignal): AsyncGenerator<ReadingProgress, Inspection, void>;
  /** Reads the open source another way (corrected by hand). */
  reread(reading: Reading, signal: AbortSignal): AsyncGenerator<ReadingProgress, Inspection, void>;
  /** Checks a recipe against the open source, makes the splits, stores the sample table. */
  prepare(recipe: Recipe, signal: AbortSignal): Promise<Prepared>;
  /** Looks for what is wrong with the samples, and with their pixels where they are all cut; the report stays with the run. */
  examine(prepared: Prepared, signal: AbortSignal): AsyncGenerator<HealthProgress, HealthReport, void>;
  /** Cuts what is not yet cut. Returning early (`break`) or aborting keeps what is written. */
  cut(prepared: Prepared, signal: AbortSignal): AsyncGenerator<CutProgress, CutSummary, void>;
  /** `row` is a row of the prepared sample table. */
  preview(prepared: Prepared, row: number, options: CutOptions, signal: AbortSignal): Promise<Preview>;
  pictures(cutId: string, rows: readonly number[]): Promise<PictureBatch>;
  /** The boxes of rows of a run's table, in px of their cuts; none where the run had no images. */
  boxes(runId: string, rows: readonly number[]): Promise<readonly (readonly PlacedBox[])[]>;
  /** Trains; `stop` ends it early and keeps the best weights so far, `signal` gives it up until it is resumed. */
  train(
    prepared: Prepared,
    stop: AbortSignal,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, RunResult, void>;
  /** Goes on with a run that a reload or a crash broke off; needs no source once it is cut. */
  resume(
    runId: string,
    stop: AbortSignal,
    signal: AbortSignal,
  ): AsyncGenerator<TrainingEvent, RunResult, void>;
  /** Newest first. */
  runs(): Promise<readonly RunSummary[]>;
  result(runId: string): Promise<RunResult>;
  /** By how much a run is better on test than another, paired; null where they don't have the same test samples. */
  compare(runId: string, otherId: string): Promise<Difference | null>;
  /**
   * Trains the recipe of a finished run on parts of its training samples too; fractions above 0, up to 1. What is finished stays with
   * the run and is not trained again.
   */
  learningCurve(
    runId: string,
    fractions: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<LearningCurveEvent, LearningCurve, void>;
  /** The files of a run, smallest first; each is made when asked for. `locale` is the report's. */
  files(
    runId: string,
    locale: 'en' | 'zh',
    signal: AbortSignal,
  ): AsyncGenerator<ExportedFile, void, void>;
  ask(runId: string, question: Question): Promise<Answer>;
  /** Where in a sample's picture, and in which of its words, the evidence for a class lies. */
  explain(runId: string, row: number, classIndex: number, signal: AbortSignal): Promise<Explanation>;
  /** The training samples that the model sees most like one of the run's samples. */
  neighbours(
    runId: string,
    row: number,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, readonly Neighbour[], void>;
  /** All samples of a run on a plane, near each other where the model sees them alike. */
  embeddingMap(
    runId: string,
    projection: Projection,
    signal: AbortSignal,
  ): AsyncGenerator<ExplanationProgress, EmbeddingMap, void>;
  /** Loads `weights.safetensors` and checks its reference samples; `askLoaded` then uses it. */
  load(weights: Blob): Promise<LoadedModel>;
  askLoaded(question: Question): Promise<Answer>;
  /** Keeps the weights of a finished run for others to start from, and says how a recipe names them: as their file if it was loaded. */
  weightsOf(runId: string): Promise<string>;
  recentSources(): Promise<readonly RecentSource[]>;
  /** Asks for permission where it lapsed: call it from a click. */
  reopen(sourceId: string): Promise<SourceDescriptor>;
  /** Bytes used by this origin and what the browser grants. */
  storage(): Promise<{ readonly used: number; readonly quota: number }>;
  /** Deletes all tensors, runs and remembered folders. */
  forgetEverything(): Promise<void>;
  forgetRun(runId: string): Promise<void>;
}

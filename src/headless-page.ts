/**
 * The page that the headless runner drives: the same engine as the page that people see, without anything to look at.
 * What it says to Node is in `src/headless/contract.ts`.
 */
import {
  AppError,
  completeRecipe,
  type BackendChoice,
  type Finding,
  type Inspection,
  type Metrics,
  type Prepared,
  type Problem,
  type Recipe,
  type SourceDescriptor,
} from './domain/index.ts';
import { createEngine } from './engine/index.ts';
import {
  downloadName,
  inspectReport,
  overlaid,
  sourceInputs,
  startInput,
  type Failure,
  type InspectOptions,
  type InspectReport,
  type Outcome,
  type RunOptions,
  type RunReport,
} from './headless/index.ts';
import { evidenceText, findingText, formats, loadWords, problemText, words } from './i18n/index.ts';
import { describeFiles } from './source/index.ts';

const engine = createEngine();
const never = new AbortController().signal;
/** Chromium silently drops what a page starts beyond ten downloads a second: the pause after each, in ms. */
const downloadMs = 120;
/** How often a long stage prints a line, in ms. */
const lineMs = 2000;

await loadWords('en');
window.microtome = {
  inspect: (options) => outcome(() => inspect(options)),
  run: (options) => outcome(() => run(options)),
};

async function outcome<T>(job: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await job() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    const { kind, file } = error.problem;
    const { reason, remedy } = problemText(error.problem, 'en');
    return { name: 'AppError', kind, file, reason, remedy };
  }
  if (error instanceof Error) return { name: error.name, stack: error.stack ?? error.message };
  return { name: 'Error', stack: String(error) };
}

async function inspect({ target }: InspectOptions): Promise<InspectReport> {
  const inspection = await open();
  const findings = await health(inspection, target ?? null);
  return inspectReport(inspection, findings, target ?? null, {
    evidence: (evidence) => evidenceText(evidence, 'en'),
    reason: (problem) => problemText(problem, 'en').reason,
    finding: (finding) => findingText(finding, 'en'),
  });
}

/** What is wrong with what a run with the default recipe would learn from; nothing where no run could. */
async function health(inspection: Inspection, target: string | null): Promise<readonly Finding[]> {
  const targets = inspection.targets.filter(({ name }) => target === null || name === target);
  if (targets.every(({ problem }) => problem !== null)) return [];
  let prepared: Prepared;
  try {
    prepared = await engine.prepare(completeRecipe({ target }), never);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(`health: ${problemText(error.problem, 'en').reason}`);
    return [];
  }
  const isCut = prepared.cutId === null || inspection.images <= mostCutToInspect;
  try {
    if (isCut) await cut(prepared);
  } catch (error) {
    // Without one image that can be read there are no pixels to look at; the table still can be.
    if (!(error instanceof AppError && error.problem.kind === 'no-usable-images')) throw error;
  }
  const findings = await examine(prepared);
  return isCut ? findings : [...findings, pixelsNotChecked(inspection.images)];
}

/** Files are small to cut, but there may be hundreds of thousands: an inspection is to take a minute at most. */
const mostCutToInspect = 5000;

function pixelsNotChecked(images: number): Finding {
  return {
    check: 'pixels-not-checked',
    severity: 'note',
    count: images,
    examples: [],
    rows: [],
    parameters: { images },
    fix: null,
  };
}

async function examine(prepared: Prepared): Promise<readonly Finding[]> {
  const checking = engine.examine(prepared, never);
  for (;;) {
    const step = await checking.next();
    if (step.done) return step.value.findings;
    sayNowAndThen(`health, ${step.value.stage}: ${step.value.done} of ${step.value.total}`);
  }
}

async function open(): Promise<Inspection> {
  const steps = engine.open(chosenSource(), never);
  for (;;) {
    const step = await steps.next();
    if (step.done) {
      say(`recognised: ${step.value.title}, ${step.value.samples} samples`);
      return step.value;
    }
    sayNowAndThen(`${step.value.stage}: ${step.value.done}`);
  }
}

function chosenSource(): SourceDescriptor {
  for (const id of Object.values(sourceInputs)) {
    const { files } = document.getElementById(id) as HTMLInputElement;
    if (files && files.length > 0) return describeFiles(files);
  }
  // A folder without files leaves its input empty.
  return { kind: 'files', name: '', files: [] };
}

async function run({ recipe, set }: RunOptions): Promise<RunReport> {
  const given = recipe ?? {};
  const wanted: Recipe = completeRecipe(overlaid(given, { ...(await startSettings(given)), ...set }));
  const inspection = await open();
  inspection.rejected.forEach(sayRejected);
  const prepared = await engine.prepare(wanted, never);
  for (const notice of prepared.notices) say(words('en').target.notice(notice));

  await cut(prepared);
  for (const finding of await examine(prepared))
    say(`health, ${finding.severity}: ${findingText(finding, 'en').what}`);

  const training = engine.train(prepared, never, never);
  for (;;) {
    const step = await training.next();
    if (step.done) {
      const { runId } = step.value;
      await learningCurve(runId, wanted.evaluation.learningCurve);
      const { metrics } = await engine.result(runId);
      for (const line of answerLines(metrics)) say(line);
      return { metrics, files: await keep(runId) };
    }
    const event = step.value;
    if (event.kind === 'backend') sayBackend(event.choice);
    if (event.kind === 'step') {
      const { epoch, samplesPerSecond, secondsLeft } = event;
      sayNowAndThen(
        `epoch ${epoch}: ${Math.round(samplesPerSecond)} samples/s, ${Math.round(secondsLeft)} s left`,
      );
    }
    if (event.kind === 'baseline') say(`baseline: ${words('en').results.baselines[event.baseline]}`);
    if (event.kind === 'pointing')
      sayNowAndThen(`heat maps against boxes: ${event.done} of ${event.total}`);
    if (event.kind === 'epoch') {
      const { epoch, trainLoss, valAuc } = event.result;
      say(
        `epoch ${epoch}: loss ${trainLoss.toFixed(4)}, validation AUC ${valAuc?.toFixed(4) ?? 'not defined'}`,
      );
    }
  }
}

/** Loads the weights that training is to start from, where some are given; a recipe says itself what of them is trained. */
async function startSettings(recipe: unknown): Promise<Record<string, unknown>> {
  const weights = (document.getElementById(startInput) as HTMLInputElement).files?.[0];
  if (weights === undefined) return {};
  const { id } = await engine.load(weights);
  const train = completeRecipe(recipe).model.start?.train ?? 'all';
  return { 'model.start.train': train, 'model.start.weights': id };
}

async function learningCurve(runId: string, fractions: readonly number[] | null): Promise<void> {
  if (fractions === null) return;
  for await (const event of engine.learningCurve(runId, fractions, never)) {
    if (event.kind === 'training') {
      const { samples, epoch, secondsLeft } = event;
      sayNowAndThen(
        `learning curve, ${samples} training samples: epoch ${epoch}, ${Math.round(secondsLeft)} s left`,
      );
    } else {
      const { samples, auc } = event.curve.points.at(-1)!;
      say(`learning curve, ${samples} training samples: AUC ${auc.value?.toFixed(4) ?? 'not defined'}`);
    }
  }
}

/** What metrics.json says of questions, split by split. */
function answerLines({ splits: measured }: Metrics): string[] {
  const { groups } = words('en').results.answers;
  const { estimate, score } = formats('en');
  return Object.entries(measured).flatMap(([split, { answers }]) =>
    (['all', 'closed', 'open'] as const).flatMap((name) => {
      const group = answers?.[name] ?? null;
      if (group === null) return [];
      const { questions, acc, answerable, unseen } = group;
      return `${split}, ${groups[name]}: ${questions} questions, answered right ${estimate(acc)}, best possible ${score(answerable / questions)}, ${unseen} never answered so in train`;
    }),
  );
}

async function cut(prepared: Prepared): Promise<void> {
  const cutting = engine.cut(prepared, never);
  for (;;) {
    const step = await cutting.next();
    if (step.done) {
      const { resamplers, gpuFailure } = step.value;
      if (resamplers.length > 0) say(`resampled by: ${resamplers.join(', ')}`);
      if (gpuFailure !== null) say(words('en').cut.resampled.gpuFailed(gpuFailure));
      return;
    }
    const { done, total, imagesPerSecond, rejected } = step.value;
    for (const { problem } of rejected) sayRejected(problem);
    sayNowAndThen(`cut ${done} of ${total}, ${Math.round(imagesPerSecond)} images/s`);
  }
}

function sayRejected(problem: Problem): void {
  say(`rejected ${problem.file ?? ''}: ${problemText(problem, 'en').reason}`);
}

function sayBackend({ backend, device, tried }: BackendChoice): void {
  const passed = tried.map((other) => `${other.backend}: ${other.reason} ${other.detail}`.trim());
  say(
    `training on ${backend} (${device})${passed.length > 0 ? `; passed over ${passed.join('; ')}` : ''}`,
  );
}

async function keep(runId: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, blob } of engine.files(runId, 'en', never)) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = downloadName(name);
    link.click();
    names.push(name);
    await new Promise((resolve) => setTimeout(resolve, downloadMs));
  }
  return names;
}

function say(line: string): void {
  void window.microtomeProgress?.(line);
}

let lastLine = 0;

function sayNowAndThen(line: string): void {
  if (performance.now() - lastLine < lineMs) return;
  lastLine = performance.now();
  say(line);
}

/** A small made dataset, and whole runs on it. */
import {
  completeRecipe,
  seededRandom,
  type Checkpoint,
  type CompleteRecipe,
  type TargetKind,
  type TrainedModel,
  type TrainingEvent,
} from '../../src/domain/index.ts';
import { covariateReader, fitCovariates } from '../../src/models/index.ts';
import { train, type TrainingInput } from '../../src/training/index.ts';

const samples = 90;

/** Images whose left or right half is brighter, texts that name the side, a number that follows it; all wrong or missing now and then. */
export function makeInput(
  kind: TargetKind,
  overrides: {
    inputs?: CompleteRecipe['inputs'];
    training?: Partial<CompleteRecipe['training']>;
    model?: Record<string, unknown>;
    size?: number;
    seed?: number;
  } = {},
): TrainingInput {
  const { inputs = 'text', training = {}, model = {}, seed = 1, size = 8 } = overrides;
  const random = seededRandom(5, 'made dataset');
  const images = new Uint8Array(samples * size * size);
  const text: string[] = [];
  const labels: number[] = [];
  const known: (number | null)[] = [];
  const classes = kind === 'multi-class' ? 3 : 2;
  for (let row = 0; row < samples; row++) {
    const label = row % classes;
    for (let i = 0; i < size * size; i++) {
      const inside = Math.floor(((i % size) * classes) / size) === label;
      images[row * size * size + i] = (inside ? 110 : 70) + random() * 80;
    }
    known.push(row % 11 === 0 ? null : 3 * label + random());
    const named = random() < 0.9 ? label : (label + 1) % classes;
    text.push(`${['left', 'right', 'middle'][named]!} side ${random() < 0.5 ? '肺炎' : 'clear'}`);
    if (kind !== 'multi-label') labels.push(label);
    else labels.push(label, random() < 0.2 ? -1 : 1 - label);
  }
  const recipe = completeRecipe({
    seed,
    target: 'side',
    inputs,
    cut: { channels: 'grey', ...(size === 8 ? {} : { size }) },
    model: { text: { buckets: 256, hidden: 8 }, ...model },
    training: {
      epochs: 3,
      batch: 15,
      learningRate: 0.01,
      augment: { shift: 0.1, zoom: 0, rotation: 5 },
      ...training,
    },
  }) as CompleteRecipe;
  const table = { covariates: { seen: known, sex: text.map((_, row) => (row % 7 ? 'F' : null)) } };
  const trainRows = Int32Array.from({ length: 50 }, (_, row) => row);
  const columns = fitCovariates({ ...table, patients: null }, ['seen', 'sex'], trainRows, 5);
  const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    recipe,
    target: {
      name: 'side',
      kind,
      classes: ['left', 'right', 'middle'].slice(0, classes),
      mayFlip: false,
    },
    labels: Int32Array.from(labels),
    rows: { train: rows(0, 50), val: rows(50, 70), test: rows(70, 90) },
    tensors: {
      size,
      channels: 1,
      rows: samples,
      read: (wanted, into) => {
        const length = size * size;
        for (let i = 0; i < wanted.length; i++) {
          into.set(images.subarray(wanted[i]! * length, (wanted[i]! + 1) * length), i * length);
        }
        return Promise.resolve();
      },
    },
    text,
    start: null,
    covariates: covariateReader(columns, table.covariates),
  };
}

export interface Outcome {
  readonly events: TrainingEvent[];
  readonly checkpoints: Checkpoint[];
  readonly trained: TrainedModel;
}

export interface RunOptions {
  readonly resume?: Checkpoint;
  /** Called with each event; may abort. */
  readonly on?: (event: TrainingEvent, stop: AbortController, signal: AbortController) => void;
}

export async function run(input: TrainingInput, { resume, on }: RunOptions = {}): Promise<Outcome> {
  const stop = new AbortController();
  const signal = new AbortController();
  const events: TrainingEvent[] = [];
  const checkpoints: Checkpoint[] = [];
  const steps = train(input, {
    resume: resume ?? null,
    save: (checkpoint) => {
      checkpoints.push(structuredClone(checkpoint));
      return Promise.resolve();
    },
    stop: stop.signal,
    signal: signal.signal,
  });
  for (let next = await steps.next(); ; next = await steps.next()) {
    if (next.done) return { events, checkpoints, trained: next.value };
    events.push(next.value);
    on?.(next.value, stop, signal);
  }
}

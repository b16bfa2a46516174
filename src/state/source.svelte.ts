/** The Data step: opens a source, shows how reading goes on, holds what it was recognised as, reads it another way. */
import type { Inspection, Reading, ReadingProgress, SourceDescriptor } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Words } from '../i18n/index.ts';
import type { Doors } from './doors.ts';
import type { StepStatus } from './step-names.ts';
import { follow, Task, unlessAborted } from './task.svelte.ts';

export class SourceStep {
  readonly task = new Task();
  readonly #engine: Engine;
  readonly #doors: Doors;
  readonly #opened: (reading: Reading | null) => void;
  inspection = $state.raw<Inspection | null>(null);
  progress = $state.raw<ReadingProgress | null>(null);
  /** What the person would call the source: the folder's or the file's name. */
  name = $state('');
  seconds = $state(0);
  isSample = $state(false);

  /** @param opened called when a source was recognised; with the reading where it was read another way */
  constructor(engine: Engine, doors: Doors, opened: (reading: Reading | null) => void) {
    this.#engine = engine;
    this.#doors = doors;
    this.#opened = opened;
  }

  get status(): StepStatus {
    if (this.task.running) return 'running';
    if (this.task.failure !== null) return 'failed';
    return this.inspection === null ? 'open' : 'done';
  }

  /** What the dataset is called; the built-in sample has a name in each language. */
  title(words: Words): string {
    return this.isSample ? words.data.sample : (this.inspection?.title ?? this.name);
  }

  get canPickDirectory(): boolean {
    return this.#doors.pickDirectory !== null;
  }

  /** Call it in the drop event's handler: the browser empties the transfer when the handler returns. */
  openDrop(transfer: DataTransfer): Promise<boolean> {
    const described = this.#doors.describeDrop(transfer);
    return this.#open(() => described);
  }

  openFiles(files: Iterable<File>): Promise<boolean> {
    return this.#open(() => Promise.resolve(this.#doors.describeFiles(files)));
  }

  openPicked(): Promise<boolean> {
    const { pickDirectory } = this.#doors;
    return pickDirectory === null ? Promise.resolve(false) : this.#open(pickDirectory);
  }

  openSample(): Promise<boolean> {
    return this.#open(() => this.#engine.sample(), true);
  }

  reopen(sourceId: string): Promise<boolean> {
    return this.#open(() => this.#engine.reopen(sourceId));
  }

  async reread(reading: Reading): Promise<boolean> {
    return this.task.run((signal) =>
      this.#read((abort) => this.#engine.reread(reading, abort), signal, reading, this.isSample),
    );
  }

  cancel(): void {
    this.task.cancel();
  }

  async #open(describe: () => Promise<SourceDescriptor | null>, isSample = false): Promise<boolean> {
    let described = true;
    const finished = await this.task.run(async (signal) => {
      // The browser may be asking the person for permission, which it can't be told to stop.
      const descriptor = await unlessAborted(describe(), signal);
      if (descriptor === null) {
        described = false;
        return;
      }
      this.name = descriptor.name;
      await this.#read((abort) => this.#engine.open(descriptor, abort), signal, null, isSample);
    });
    return finished && described;
  }

  async #read(
    begin: (signal: AbortSignal) => AsyncGenerator<ReadingProgress, Inspection, void>,
    signal: AbortSignal,
    reading: Reading | null,
    isSample: boolean,
  ): Promise<void> {
    const started = performance.now();
    try {
      const inspection = await follow(begin(signal), signal, (progress) => (this.progress = progress));
      this.inspection = inspection;
      this.isSample = isSample;
      this.seconds = (performance.now() - started) / 1000;
      this.#opened(reading);
    } finally {
      this.progress = null;
    }
  }
}

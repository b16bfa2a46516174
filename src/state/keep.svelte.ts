/** The Keep step: makes the files of a run one after the other and hands them out, singly or as one zip. */
import type { ExportedFile } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Locale } from '../i18n/index.ts';
import { Task } from './task.svelte.ts';

/** A file with an address that a link can point to. */
export interface KeptFile extends ExportedFile {
  readonly url: string;
  /** The name without folders, as a download can have it. */
  readonly saveAs: string;
}

export class KeepStep {
  readonly task = new Task();
  readonly packing = new Task();
  readonly #engine: Engine;
  files = $state.raw<readonly KeptFile[]>([]);
  isComplete = $state(false);
  #runId = $state<string | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get runId(): string | null {
    return this.#runId;
  }

  get bytes(): number {
    return this.files.reduce((sum, file) => sum + file.blob.size, 0);
  }

  /** Which run's files are to be kept; those of another run are let go. */
  offer(runId: string | null): void {
    if (runId === this.#runId) return;
    this.discard();
    this.#runId = runId;
  }

  /** Lets go of what was made: it is no longer what is known of the run. */
  discard(): void {
    this.task.cancel();
    for (const file of this.files) URL.revokeObjectURL(file.url);
    this.files = [];
    this.isComplete = false;
  }

  /** @param locale the report's language */
  make(locale: Locale): Promise<boolean> {
    return this.task.run(async (signal) => {
      const runId = this.#runId;
      if (runId === null) return;
      for (const file of this.files) URL.revokeObjectURL(file.url);
      this.files = [];
      for await (const file of this.#engine.files(runId, locale, signal)) {
        signal.throwIfAborted();
        const saveAs = file.name.slice(file.name.lastIndexOf('/') + 1);
        this.files = [...this.files, { ...file, saveAs, url: URL.createObjectURL(file.blob) }];
      }
      this.isComplete = true;
    });
  }

  /**
   * All files as one archive, with their folders.
   * @param save hands the archive to the browser under the given name
   */
  pack(save: (archive: Blob, name: string) => void): Promise<boolean> {
    return this.packing.run(async (signal) => {
      const { downloadZip } = await import('client-zip');
      const archive = await downloadZip(
        this.files.map(({ name, blob }) => ({ name: `microtome/${name}`, input: blob })),
      ).blob();
      signal.throwIfAborted();
      save(archive, 'microtome.zip');
    });
  }
}

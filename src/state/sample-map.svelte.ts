/** All samples of a run as points of a plane: how they are laid out and coloured, and the pictures of those chosen. */
import type { EmbeddingMap, ExplanationProgress, Projection, RunResult } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { JudgedSamples } from './cases.ts';
import { Gallery, galleryCapacity } from './gallery.svelte.ts';
import { groupNames, groupNumbers, withCounts, type PointGroups } from './point-groups.ts';
import { follow, Task } from './task.svelte.ts';

/** What points are coloured by; all else is the name of a covariate. */
const ownColourings = ['*class', '*split', '*error'] as const;

export class SampleMap {
  readonly task = new Task();
  readonly gallery: Gallery;
  readonly #engine: Engine;
  result = $state.raw<RunResult | null>(null);
  projection = $state<Projection>('pca');
  map = $state.raw<EmbeddingMap | null>(null);
  progress = $state.raw<ExplanationProgress | null>(null);
  colouring = $state<string>('*class');
  /** Positions in the map's arrays. */
  selected = $state.raw<readonly number[]>([]);

  #judged = $derived(this.result === null ? null : new JudgedSamples(this.result));

  /** Which group each point is of, by what is chosen; names that start with * are for the dictionary. */
  groups = $derived.by((): PointGroups => {
    const { map, colouring } = this;
    const judged = this.#judged;
    if (map === null || judged === null) return withCounts([], new Uint8Array());
    if (colouring === '*split') return splitGroups(map);
    if (colouring === '*error')
      return groupNames(Array.from(map.rows, (row) => (judged.isRight(row) ? '*right' : '*wrong')));
    if (colouring === '*class')
      return groupNames(Array.from(map.rows, (row) => judged.truth(row) || null));
    const values = map.covariates[colouring] ?? [];
    return values.some((value) => typeof value === 'number')
      ? groupNumbers(values)
      : groupNames(values.map((value) => (value === null ? null : String(value))));
  });

  constructor(engine: Engine) {
    this.#engine = engine;
    this.gallery = new Gallery(engine);
  }

  get colourings(): readonly string[] {
    return [...ownColourings, ...Object.keys(this.map?.covariates ?? {})];
  }

  of(result: RunResult | null): void {
    this.task.cancel();
    this.result = result;
    this.map = null;
    this.colouring = '*class';
    this.#unselect();
  }

  async draw(projection: Projection): Promise<void> {
    const { result } = this;
    if (result === null) return;
    this.projection = projection;
    this.progress = null;
    await this.task.run(async (signal) => {
      const steps = this.#engine.embeddingMap(result.runId, projection, signal);
      const map = await follow(steps, signal, (progress) => (this.progress = progress));
      this.map = map;
      this.#unselect();
    });
  }

  /** Shows the pictures of some points. */
  select(points: readonly number[]): void {
    const { map, result } = this;
    const judged = this.#judged;
    if (map === null || result === null || judged === null) return;
    this.selected = points;
    const first = points.slice(0, galleryCapacity);
    const shown = first.flatMap((point) => judged.case(map.rows[point]!) ?? []);
    void this.gallery.show(result, { total: points.length, shown });
  }

  /** The map as a table: no covariates, which say who somebody is. */
  *lines(): Generator<readonly (string | number)[], void, void> {
    const { map } = this;
    const judged = this.#judged;
    if (map === null || judged === null) return;
    const { names, codes } = splitGroups(map);
    for (const [i, row] of map.rows.entries()) {
      const place = [map.positions[2 * i]!, map.positions[2 * i + 1]!] as const;
      const { truth, said } = judged.case(row) ?? { truth: '', said: '' };
      yield [row, ...place, names[codes[i]!]!.slice(1), truth, said];
    }
  }

  #unselect(): void {
    this.selected = [];
    this.gallery.clear();
  }
}

function splitGroups({ counts, rows }: EmbeddingMap): PointGroups {
  const names = ['*train', '*val', '*test'];
  const codes = new Uint8Array(rows.length);
  codes.fill(1, counts.train);
  codes.fill(2, counts.train + counts.val);
  return withCounts(names, codes);
}

/** All samples of a run as points of a plane: how they are laid out and coloured, and the pictures of those chosen. */
import type { EmbeddingMap, ExplanationProgress, Projection, RunResult } from '../domain/index.ts';
import type { Engine } from '../engine/index.ts';
import { judgedSamples, type Judged } from './cases.ts';
import { Gallery } from './gallery.svelte.ts';
import { groupNames, groupNumbers, type PointGroups } from './point-groups.ts';
import { follow, Task } from './task.svelte.ts';

/** What points are coloured by; all else is the name of a covariate. */
const ownColourings = ['*class', '*split', '*error'] as const;

const nothingJudged: ReadonlyMap<number, Judged> = new Map();

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

  #judged = $derived.by((): ReadonlyMap<number, Judged> =>
    this.result === null ? nothingJudged : judgedSamples(this.result),
  );

  /** Which group each point is of, by what is chosen; names that start with * are for the dictionary. */
  groups = $derived.by((): PointGroups => {
    const { map, colouring } = this;
    if (map === null) return { names: [], codes: new Uint8Array() };
    if (colouring === '*split') return splitGroups(map);
    const judged = this.#judged;
    if (colouring === '*error')
      return groupNames(Array.from(map.rows, (row) => (judged.get(row)?.isRight ? '*right' : '*wrong')));
    if (colouring === '*class')
      return groupNames(Array.from(map.rows, (row) => judged.get(row)?.truth || null));
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
    if (map === null || result === null) return;
    this.selected = points;
    const cases = points.flatMap((point) => {
      const row = map.rows[point]!;
      const judged = this.#judged.get(row);
      return judged === undefined ? [] : [{ row, ...judged }];
    });
    void this.gallery.show(result, cases);
  }

  /** The map as a table: no covariates, which say who somebody is. */
  get lines(): readonly (readonly (string | number)[])[] {
    const { map } = this;
    if (map === null) return [];
    const { names, codes } = splitGroups(map);
    return Array.from(map.rows, (row, i) => {
      const judged = this.#judged.get(row);
      const place = [map.positions[2 * i]!, map.positions[2 * i + 1]!] as const;
      return [row, ...place, names[codes[i]!]!.slice(1), judged?.truth ?? '', judged?.said ?? ''];
    });
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
  return { names, codes };
}

/**
 * A preprocess worker's job: cuts one shard after another from the open source into storage, and single pictures for the
 * preview. Every worker opens the source by itself, so files never pass through the page.
 */
import type {
  CutOptions,
  ImageReference,
  Pixels,
  PlacedBox,
  Preview,
  Problem,
  RejectedSample,
  ResamplerName,
  SampleTable,
  Source,
  SourceDescriptor,
  Target,
} from '../domain/index.ts';
import {
  chooseGpu,
  cutRows,
  pixelReader,
  processorResampler,
  RowPreviewer,
  sampleJob,
  stampRows,
  type BatchResampler,
  type PixelReader,
} from '../preprocess/index.ts';
import { openSource } from '../source/index.ts';
import {
  database,
  rowBytes,
  stored,
  storedImages,
  storedTable,
  writeShard,
  type CutRecord,
} from '../storage/index.ts';
import { boxesInCut, boxesInPreview, isOfOnePicture } from './placed-boxes.ts';

/** What is reported while a shard is cut: rows done since the last report. */
export interface ShardProgress {
  readonly done: number;
}

/** A shard that is in storage now. */
export interface ShardResult {
  readonly shard: number;
  readonly rows: readonly number[];
  readonly rejected: readonly RejectedSample[];
  readonly bytes: number;
  /** True where it was there already, from the same files. */
  readonly reused: boolean;
  /** What resampled its last picture; null where it was reused. */
  readonly resampler: ResamplerName | null;
  /** Why the GPU was left for the processor, now or earlier; null where it was not. */
  readonly gpuFailure: string | null;
}

/** How often progress is reported, in ms: smooth to look at, and few messages. */
const reportMs = 100;

interface Opened {
  readonly source: Source;
  readonly reader: PixelReader;
  readonly previewer: RowPreviewer;
}

export class PreprocessService {
  #opened: Opened | null = null;
  #cut: CutRecord | null = null;
  /** Chosen once; null where pictures are resampled on the processor. */
  #batches: Promise<BatchResampler | null> | null = null;
  #table: { readonly id: string; readonly table: SampleTable } | null = null;

  /** Takes the source that later calls read from. */
  attach(descriptor: SourceDescriptor): void {
    const source = openSource(descriptor);
    // One reader for all shards: a deflated array is then inflated once, not from its start for each of them.
    const reader = pixelReader(source);
    this.#opened = { source, reader, previewer: new RowPreviewer(reader) };
  }

  /** Reads a picture, so that what its kind needs is loaded when the cut begins. What is wrong with it, the cut will say. */
  async rehearse(picture: ImageReference, options: CutOptions): Promise<void> {
    await sampleJob(this.#open.reader, picture, { options, channels: 1 });
  }

  /** Cuts one shard into storage, unless it is there and its files have not changed since. */
  async *cutShard(
    cutId: string,
    shard: number,
    signal: AbortSignal,
  ): AsyncGenerator<ShardProgress, ShardResult, void> {
    const cut = await this.#cutRecord(cutId);
    const first = shard * cut.rowsPerShard;
    const images = await storedImages(cut.tableId, first, Math.min(first + cut.rowsPerShard, cut.rows));
    if (!images) throw new Error(`cut ${cutId} belongs to a table without images`);
    const rows = Array.from(images, (_, i) => first + i);
    const bytes = rows.length * rowBytes(cut);

    const places = [...images.keys()];
    const stamp = await stampRows(this.#open.source, images, places);
    const db = await database();
    const before = await db.get('shards', [cutId, shard]);
    if (before?.stamp === stamp) {
      yield { done: rows.length };
      return {
        shard,
        rows,
        rejected: before.rejected,
        bytes,
        reused: true,
        resampler: null,
        gpuFailure: null,
      };
    }

    // Volumes are resampled slice by slice, and what is cut together image by image.
    const isOfPictures = isOfOnePicture(cut.options);
    if (isOfPictures) this.#batches ??= chooseGpu(() => sampleJob(this.#open.reader, images[0]!, cut));
    const batches = isOfPictures ? await this.#batches : null;
    const tensors = new Uint8Array(bytes);
    const sizes = new Int32Array(2 * rows.length);
    const frames = new Int32Array(3 * rows.length);
    const bits = new Uint8Array(rows.length);
    const rejected: { row: number; problem: Problem }[] = [];
    let reported = 0;
    let done = 0;
    let last = performance.now();
    for await (const image of cutRows(
      this.#open.reader,
      images,
      places,
      cut.options,
      cut.channels,
      signal,
      batches?.failure === null ? batches : null,
    )) {
      const place = image.row;
      if ('problem' in image) rejected.push({ row: first + place, problem: image.problem });
      else {
        tensors.set(image.data, place * rowBytes(cut));
        sizes.set([image.width, image.height], 2 * place);
        const { width, height, turn } = image.frame;
        frames.set([width, height, turn], 3 * place);
        bits[place] = image.frame.bits ?? 8;
      }
      done++;
      if (performance.now() - last > reportMs) {
        yield { done: done - reported };
        reported = done;
        last = performance.now();
      }
    }
    await writeShard({ cutId, shard, stamp, rejected, sizes, frames, bits }, tensors);
    yield { done: done - reported };
    const gpuFailure = batches?.failure ?? null;
    const resampler = batches === null || gpuFailure !== null ? processorResampler() : 'gpu';
    return { shard, rows, rejected, bytes, reused: false, resampler, gpuFailure };
  }

  /** One picture as it is and cut at each of the sizes. */
  async preview(
    tableId: string,
    row: number,
    target: Target,
    options: CutOptions,
    sizes: readonly CutOptions['size'][],
  ): Promise<Preview> {
    const table = await this.#tableOf(tableId);
    if (!table.images) throw new Error(`table ${tableId} has no images`);
    const { previewer } = this.#open;
    const shown = await previewer.preview(table.images[row]!, options, sizes);
    const { original, cuts, deep } = shown;
    return {
      id: table.ids[row]!,
      original,
      cuts: Object.fromEntries(cuts.map((cut): [number, Pixels] => [cut.width, cut])),
      deep,
      label: labelInWords(table, row, target),
      text: Object.values(table.text)[0]?.[row] ?? '',
      boxes: boxesInPreview(table, row, shown, options, sizes),
    };
  }

  /** The boxes of each of the rows, in px of its cut. */
  async boxes(tableId: string, cutId: string, rows: readonly number[]): Promise<PlacedBox[][]> {
    const table = await this.#tableOf(tableId);
    const cut = await this.#cutRecord(cutId);
    if (table.boxes === undefined) return rows.map(() => []);
    return await Promise.all(rows.map((row) => boxesInCut(cut, table, row)));
  }

  get #open(): Opened {
    // The engine attaches before anything else, also after a crash.
    if (!this.#opened) throw new Error('no source is attached');
    return this.#opened;
  }

  async #cutRecord(id: string): Promise<CutRecord> {
    if (this.#cut?.id !== id) this.#cut = await stored('cuts', id);
    return this.#cut;
  }

  async #tableOf(id: string): Promise<SampleTable> {
    if (this.#table?.id !== id) this.#table = { id, table: await storedTable(id) };
    return this.#table.table;
  }
}

function labelInWords(table: SampleTable, row: number, target: Target): string {
  const column = table.labels.find((labels) => labels.target.name === target.name);
  if (!column) return '';
  if (target.kind !== 'multi-label') return target.classes[column.values[row]!] ?? '';
  return target.classes.filter((_, i) => column.values[row * column.width + i] === 1).join(', ');
}

/** Where the images of one submit lie in the GPU's buffers: as many as fit, and never one that does not. */
import { coefficients, type Coefficients } from '../coefficients.ts';
import type { ResampleJob } from '../resample.ts';
import { groupEdge, jobWords } from './shader.ts';

/** What WebGPU allows in each dimension of a dispatch on every device. */
const mostGroups = 65_535;

/** A job that has found its place. Bytes of rows are padded to whole words. */
export interface Placed {
  readonly job: ResampleJob;
  /** Its rows in the source, whole rows of the image from the region's first to its last. */
  readonly bytes: Uint8Array;
  readonly sourceByte: number;
  readonly resultByte: number;
  readonly rowWords: number;
}

/** Bytes in use of each buffer. */
export interface BufferSizes {
  readonly jobs: number;
  readonly tables: number;
  readonly source: number;
  readonly between: number;
  readonly results: number;
}

export class Batch {
  readonly placed: Placed[] = [];
  readonly tables: { readonly word: number; readonly table: Coefficients }[] = [];
  sizes: BufferSizes = { jobs: 0, tables: 0, source: 0, between: 0, results: 0 };
  /** Workgroups that cover the largest image in the first and in the second pass, and all images. */
  groups = { words: 0, rows: 0, outputs: 0 };
  readonly #records: number[] = [];
  readonly #words = new Map<Coefficients, number>();
  readonly #largest: number;

  /** @param largest bytes that each buffer may have */
  constructor(largest: number) {
    this.#largest = largest;
  }

  /** The jobs as the shader reads them. */
  get records(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#records);
  }

  /** Takes the job in, unless there is no room for it. */
  add(job: ResampleJob): boolean {
    const { pixels, region, width, height, filter } = job;
    const { channels } = pixels;
    const stride = pixels.width * channels;
    const bytes = pixels.data.subarray(region.top * stride, (region.top + region.height) * stride);
    const across = coefficients(region.width, width, filter);
    const down = coefficients(region.height, height, filter);
    const rowWords = Math.ceil((width * channels) / 4);
    const { jobs, source, between, results } = this.sizes;
    const added = [...new Set([across, down])].filter((table) => !this.#words.has(table));
    const sizes = {
      jobs: jobs + jobWords * 4,
      tables: added.reduce((sum, table) => sum + tableWords(table) * 4, this.sizes.tables),
      source: source + Math.ceil(bytes.length / 4) * 4,
      between: between + rowWords * region.height * 4,
      results: results + rowWords * height * 4,
    };
    const groups = {
      words: Math.max(this.groups.words, Math.ceil(rowWords / groupEdge)),
      rows: Math.max(this.groups.rows, Math.ceil(region.height / groupEdge)),
      outputs: Math.max(this.groups.outputs, Math.ceil(height / groupEdge)),
    };
    if (Math.max(...Object.values(sizes)) > this.#largest) return false;
    if (Math.max(...Object.values(groups), this.placed.length + 1) > mostGroups) return false;

    const tableRecord = (table: Coefficients) => [
      this.#words.get(table)!,
      table.starts.length,
      table.taps,
    ];
    let word = this.sizes.tables / 4;
    for (const table of added) {
      this.#words.set(table, word);
      this.tables.push({ word, table });
      word += tableWords(table);
    }
    this.#records.push(source + region.left * channels, stride, channels, region.height);
    this.#records.push(between / 4, results / 4, rowWords);
    this.#records.push(...tableRecord(across), ...tableRecord(down));
    this.placed.push({ job, bytes, sourceByte: source, resultByte: results, rowWords });
    this.sizes = sizes;
    this.groups = groups;
    return true;
  }
}

function tableWords({ starts, counts, weights }: Coefficients): number {
  return starts.length + counts.length + weights.length;
}

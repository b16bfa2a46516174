/**
 * Resampling by WebGPU: many images a submit and one read-back for them all, since each submit and each read-back is a way
 * to the browser's GPU process and back. Gives the bytes of `resample-plain.ts`.
 */
import type { Coefficients } from '../coefficients.ts';
import { isThere, resampled, type ResampleJob } from '../resample.ts';
import { Batch, type Placed } from './batch.ts';
import { shader } from './shader.ts';

/** The GPU gave no result: it is lost, out of memory or not able to. */
export class GpuFailure extends Error {
  override readonly name = 'GpuFailure';
}

/** Most bytes of one buffer, however much the GPU has: every worker of the pool has its own. */
const mostBytes = 1 << 26;

/** In the order of the shader's bindings. */
const bindings = ['jobs', 'tables', 'source', 'between', 'results'] as const;
type BufferName = (typeof bindings)[number] | 'readBack';

export class GpuResampler {
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;
  readonly #passes: readonly GPUComputePipeline[];
  /** Kept from batch to batch, and replaced by larger ones as need be. */
  readonly #buffers = new Map<BufferName, GPUBuffer>();
  readonly #largest: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    device: GPUDevice,
    layout: GPUBindGroupLayout,
    passes: readonly GPUComputePipeline[],
    largest: number,
  ) {
    this.#device = device;
    this.#layout = layout;
    this.#passes = passes;
    this.#largest = largest;
  }

  /**
   * @param largest bytes that a buffer may have at most; what the device allows is never exceeded
   * @throws GpuFailure where the device can't compile the shader
   */
  static async create(device: GPUDevice, largest = mostBytes): Promise<GpuResampler> {
    const layout = device.createBindGroupLayout({
      entries: bindings.map((name, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: name === 'between' || name === 'results' ? 'storage' : 'read-only-storage' },
      })),
    });
    const module = device.createShaderModule({ code: shader });
    const compiled = ['alongRows', 'alongColumns'].map((entryPoint) =>
      device.createComputePipelineAsync({
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint },
      }),
    );
    const passes = await Promise.all(compiled).catch(asFailure);
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    const allowed = Math.min(largest, maxStorageBufferBindingSize, maxBufferSize);
    return new GpuResampler(device, layout, passes, allowed);
  }

  /**
   * The results of the jobs, in their order. One that is too large for the GPU is resampled here meanwhile.
   * @throws GpuFailure, after which this resampler is of no more use
   */
  async resample(jobs: readonly ResampleJob[]): Promise<Uint8Array[]> {
    const results = new Map<ResampleJob, Uint8Array>();
    let batch = new Batch(this.#largest);
    for (const job of jobs) {
      if (isThere(job)) results.set(job, job.pixels.data);
      else if (!batch.add(job)) {
        await this.#inTurn(batch, results);
        batch = new Batch(this.#largest);
        if (!batch.add(job)) results.set(job, resampled(job));
      }
    }
    await this.#inTurn(batch, results);
    return jobs.map((job) => results.get(job)!);
  }

  /** One batch after the other, since all use the same buffers. */
  async #inTurn(batch: Batch, results: Map<ResampleJob, Uint8Array>): Promise<void> {
    if (batch.placed.length === 0) return;
    const turn = this.#last.then(() => this.#run(batch, results));
    this.#last = turn.catch(() => undefined);
    await turn.catch(asFailure);
  }

  async #run(batch: Batch, results: Map<ResampleJob, Uint8Array>): Promise<void> {
    const device = this.#device;
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    this.#upload(batch);
    const readBack = this.#compute(batch);
    const errors = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    const [mapped, scopes] = await Promise.allSettled([
      readBack.mapAsync(GPUMapMode.READ, 0, batch.sizes.results),
      errors,
    ]);
    const error = scopes.status === 'fulfilled' ? scopes.value.find((one) => one !== null) : null;
    if (error) throw new GpuFailure(error.message);
    if (mapped.status === 'rejected') throw mapped.reason;
    const bytes = new Uint8Array(readBack.getMappedRange(0, batch.sizes.results));
    for (const placed of batch.placed) results.set(placed.job, withoutPadding(bytes, placed));
    readBack.unmap();
  }

  #upload(batch: Batch): void {
    const { queue } = this.#device;
    const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const { sizes } = batch;
    queue.writeBuffer(this.#buffer('jobs', sizes.jobs, storage), 0, batch.records);
    const tables = this.#buffer('tables', sizes.tables, storage);
    for (const { word, table } of batch.tables) queue.writeBuffer(tables, word * 4, joined(table));
    const source = this.#buffer('source', sizes.source, storage);
    for (const { bytes, sourceByte } of batch.placed) writeBytes(queue, source, sourceByte, bytes);
  }

  /** Submits both passes. */
  #compute({ placed, sizes, groups }: Batch): GPUBuffer {
    const device = this.#device;
    const storage = GPUBufferUsage.STORAGE;
    this.#buffer('between', sizes.between, storage);
    const results = this.#buffer('results', sizes.results, storage | GPUBufferUsage.COPY_SRC);
    const readBack = this.#buffer(
      'readBack',
      sizes.results,
      GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    );
    const bound = bindings.map((name, binding) => ({
      binding,
      resource: { buffer: this.#buffers.get(name)! },
    }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, device.createBindGroup({ layout: this.#layout, entries: bound }));
    for (const [index, pipeline] of this.#passes.entries()) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(groups.words, index === 0 ? groups.rows : groups.outputs, placed.length);
    }
    pass.end();
    encoder.copyBufferToBuffer(results, 0, readBack, 0, sizes.results);
    device.queue.submit([encoder.finish()]);
    return readBack;
  }

  /** The buffer of this name, of at least this size. */
  #buffer(name: BufferName, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const known = this.#buffers.get(name);
    if (known && known.size >= bytes) return known;
    known?.destroy();
    // By doubling, so that batches of slowly growing pictures don't make a buffer each.
    const size = Math.max(bytes, Math.min(this.#largest, 2 ** Math.ceil(Math.log2(bytes))));
    const made = this.#device.createBuffer({ label: name, size, usage });
    this.#buffers.set(name, made);
    return made;
  }
}

/** What WebGPU throws is a failure of the GPU; anything else is a bug of ours. */
function asFailure(thrown: unknown): never {
  throw thrown instanceof DOMException ? new GpuFailure(thrown.message, { cause: thrown }) : thrown;
}

/** Writes go by whole words, and a picture may end within one. */
function writeBytes(queue: GPUQueue, buffer: GPUBuffer, at: number, bytes: Uint8Array): void {
  const whole = bytes.length & ~3;
  const data = bytes as Uint8Array<ArrayBuffer>;
  if (whole > 0) queue.writeBuffer(buffer, at, data, 0, whole);
  if (whole === bytes.length) return;
  const rest = new Uint8Array(4);
  rest.set(bytes.subarray(whole));
  queue.writeBuffer(buffer, at + whole, rest);
}

function joined({ starts, counts, weights }: Coefficients): Int32Array<ArrayBuffer> {
  const words = new Int32Array(starts.length + counts.length + weights.length);
  words.set(starts);
  words.set(counts, starts.length);
  words.set(weights, starts.length + counts.length);
  return words;
}

function withoutPadding(bytes: Uint8Array, { job, resultByte, rowWords }: Placed): Uint8Array {
  const rowLength = job.width * job.pixels.channels;
  const step = rowWords * 4;
  if (step === rowLength) return bytes.slice(resultByte, resultByte + step * job.height);
  const tight = new Uint8Array(rowLength * job.height);
  for (let row = 0; row < job.height; row++) {
    const start = resultByte + row * step;
    tight.set(bytes.subarray(start, start + rowLength), row * rowLength);
  }
  return tight;
}

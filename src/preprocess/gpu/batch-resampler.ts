/** Resampling on the GPU for as long as it lives, and on the processor from then on: no batch is lost with it. */
import { resampled, type ResampleJob } from '../resample.ts';
import { GpuFailure, type GpuResampler } from './gpu-resampler.ts';

export class BatchResampler {
  #gpu: Pick<GpuResampler, 'resample'> | null;
  #failure: string | null = null;

  constructor(gpu: Pick<GpuResampler, 'resample'>) {
    this.#gpu = gpu;
  }

  /** What the GPU said when it failed; null while it works. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The results of the jobs, in their order; of the same bytes, whoever computed them. */
  async resample(jobs: readonly ResampleJob[]): Promise<Uint8Array[]> {
    try {
      if (this.#gpu !== null) return await this.#gpu.resample(jobs);
    } catch (error) {
      if (!(error instanceof GpuFailure)) throw error;
      this.#gpu = null;
      this.#failure ??= error.message;
    }
    return jobs.map(resampled);
  }
}

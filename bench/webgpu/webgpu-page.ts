/** Trains on WebGPU, with the library's kernels or with ours, and says what that took. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { gpuDevice } from '../../src/domain/index.ts';
import { batches, type NetworkName } from './network-names.ts';
import { createNetwork, type Network } from './networks.ts';
import { record, type Recording } from './recorder.ts';

export type Kernels = 'shipped' | 'ours' | 'ours, in tiles';

declare global {
  interface Window {
    /** Makes a network and learns once, which compiles everything. @returns the adapter's name and s of that step */
    start?: (
      name: NetworkName,
      kernels: Kernels,
      batch?: number,
    ) => Promise<{ adapter: string; seconds: number }>;
    /** @returns images/s, up to the last loss's arrival */
    measure?: (steps: number) => Promise<number>;
    /** @param times whether to time each dispatch */
    profile?: (times: boolean) => Promise<Recording>;
  }
}

let network: Network | null = null;

window.start = async (name, kernels, batch = batches[name]) => {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  await tf.setBackend('webgpu');
  if (kernels !== 'shipped') {
    const { registerWebGpuKernels } = await import('../../src/kernels/index.ts');
    await registerWebGpuKernels();
    // As on a GPU that is not emulated.
    if (kernels === 'ours, in tiles') {
      const { device } = tf.backend() as unknown as { device: GPUDevice };
      const adapterInfo = { vendor: '', architecture: '', description: '' };
      Object.defineProperty(device, 'adapterInfo', { value: adapterInfo });
    }
  }
  network = createNetwork(name, batch);
  const started = performance.now();
  await measure(1);
  return {
    adapter: gpuDevice(adapter!.info).name,
    seconds: (performance.now() - started) / 1000,
  };
};

async function measure(steps: number): Promise<number> {
  const { batch, learn } = network!;
  const started = performance.now();
  for (let step = 1; step <= steps; step++) {
    const loss = learn();
    if (step === steps) await loss.data();
    loss.dispose();
  }
  return (batch * steps * 1000) / (performance.now() - started);
}

window.measure = measure;

window.profile = (times) => record(() => network!.learn(), times);

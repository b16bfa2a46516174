/** What a WebGPU adapter says of itself, for everyone who has to know whether it is a GPU at all. */

export interface Device {
  readonly name: string;
  /** A GPU that is emulated on the processor: slower than wasm on the same processor. */
  readonly software: boolean;
}

export function gpuDevice(info: GPUAdapterInfo): Device {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const name = description || [vendor, architecture, device].filter((part) => part !== '').join(' ');
  return {
    name: name || 'GPU',
    software: isFallbackAdapter || isSoftwareGpu(`${vendor} ${architecture} ${name}`),
  };
}

/** Google makes no GPUs; its adapters are SwiftShader. */
export function isSoftwareGpu(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|^google\b(?!.*angle)/i.test(name);
}

/**
 * What each backend would run on, found out before its code is loaded: TensorFlow.js throws where there is no adapter, and
 * takes a GPU that is emulated in software for a real one.
 */
import type { Backend } from '../domain/index.ts';

export interface Device {
  readonly name: string;
  /** A GPU that is emulated on the processor: slower than wasm on the same processor. */
  readonly software: boolean;
}

/** The device of a backend, or null where this browser has none. */
export async function findDevice(backend: Backend): Promise<Device | null> {
  switch (backend) {
    case 'webgpu':
      return findWebGpu();
    case 'webgl':
      return findWebGl();
    case 'wasm':
      return typeof WebAssembly === 'object' ? { name: 'WebAssembly', software: false } : null;
    case 'cpu':
      return { name: 'JavaScript', software: false };
  }
}

async function findWebGpu(): Promise<Device | null> {
  // Typed as always there, but Firefox on Linux and insecure pages have none.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = description || [vendor, architecture, device].filter((part) => part !== '').join(' ');
  return {
    name: name || 'GPU',
    software: isFallbackAdapter || isSoftware(`${vendor} ${architecture} ${name}`),
  };
}

function findWebGl(): Device | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) return null;
  const details = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  // Browsers keep few contexts alive: the next one should be the backend's.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  const name = String(renderer);
  return { name, software: isSoftware(name) };
}

/** Google makes no GPUs; its adapters are SwiftShader. */
function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|^google\b(?!.*angle)/i.test(name);
}

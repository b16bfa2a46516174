/**
 * What each backend would run on, found out before its code is loaded: TensorFlow.js throws where there is no adapter, and
 * takes a GPU that is emulated in software for a real one.
 */
import { gpuDevice, isSoftwareGpu, type Backend, type Device } from '../domain/index.ts';

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
  return adapter ? gpuDevice(adapter.info) : null;
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
  return { name, software: isSoftwareGpu(name) };
}

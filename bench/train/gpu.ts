/** Which GPU the browser is started with. */
import { chromium } from 'playwright-core';
import { gpuDevice } from '../../src/domain/index.ts';
import { driverArguments, ensureBrowser, softwareGpuArguments } from '../../src/headless/browser.ts';

export interface ChosenGpu {
  /** The adapter's name, or that there is none. */
  readonly name: string;
  readonly flags: readonly string[];
}

/**
 * The machine's own where it has one.
 * @param software whether SwiftShader is wanted in any case
 * @param page any address of ours: WebGPU is for secure pages
 */
export async function gpuArguments(software: boolean, page: string): Promise<ChosenGpu> {
  const own = software ? null : await adapterWith([], page);
  if (own !== null && !own.software) return { name: own.name, flags: [] };
  const emulated = await adapterWith(softwareGpuArguments, page);
  const name = emulated === null ? 'none' : `${emulated.name} (software)`;
  return { name, flags: softwareGpuArguments };
}

async function adapterWith(flags: readonly string[], page: string) {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: [...driverArguments, ...flags],
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(page);
    const info = await tab.evaluate(async () => {
      const adapter = await (navigator as Partial<Navigator>).gpu?.requestAdapter();
      if (!adapter) return null;
      const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
      return { vendor, architecture, device, description, isFallbackAdapter };
    });
    return info === null ? null : gpuDevice(info as GPUAdapterInfo);
  } finally {
    await browser.close();
  }
}

/**
 * What a training step is on WebGPU, with the library's kernels and with ours, on whatever adapter there is:
 *
 *     npm run bench:webgpu [-- --rounds 3] [--seconds 4] [--network MNIST] [--write]
 *
 * Both train in turns, each in a browser of its own; images/s are medians, with the smallest and the largest. Then our
 * dispatches of one step are timed one by one. `--write` puts the tables into docs/webgpu-kernels.md.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { format } from 'prettier';
import { softwareGpuArguments } from '../../src/headless/browser.ts';
import { projectFolder } from '../../src/headless/project.ts';
import { benchSite } from '../bench-page.ts';
import { batches, networkNames, type NetworkName } from './network-names.ts';
import type { Recording } from './recorder.ts';
import { countedBatch, kernelTable, report, type Measured } from './report.ts';
import type { Kernels } from './webgpu-page.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    network: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    /** The adapter that Chromium has for itself, and not the emulated one. */
    hardware: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const site = await benchSite('bench/webgpu/webgpu.html', [
  ...(values.hardware ? [] : softwareGpuArguments),
  // A step of the library's takes longer than the browser lets a GPU be silent.
  '--disable-gpu-watchdog',
]);
const measured: Measured[] = [];
try {
  for (const name of networkNames.filter((one) => one.includes(values.network))) {
    const one = await inTurns(name);
    measured.push(one);
    say(kernelTable(one));
  }
} finally {
  await site.close();
}
if (values.write) {
  const path = join(projectFolder, 'docs', 'webgpu-kernels.md');
  const before = existsSync(path) ? await readFile(path, 'utf8') : '';
  await writeFile(path, await format(report(measured, before), { parser: 'markdown', printWidth: 105 }));
}

async function inTurns(name: NetworkName): Promise<Measured> {
  const atCountedBatch = await site.visit(async (page) => {
    await start(page, name, 'ours', countedBatch);
    return profile(page, false);
  });
  return site.visit(async (shippedPage) => {
    const shipped = await start(shippedPage, name, 'shipped');
    return site.visit(async (ourPage) => {
      const ours = await start(ourPage, name, 'ours');
      const speeds = { shipped: [] as number[], ours: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        speeds.shipped.push(await measure(shippedPage, shipped.stepsFor(Number(values.seconds))));
        speeds.ours.push(await measure(ourPage, ours.stepsFor(Number(values.seconds))));
        say(
          `${name}: shipped ${speeds.shipped.at(-1).toFixed(1)}, ours ${speeds.ours.at(-1).toFixed(1)} images/s`,
        );
      }
      return {
        name,
        batch: batches[name],
        adapter: ours.adapter,
        speeds,
        shipped: await profile(shippedPage, false),
        ours: await profile(ourPage, true),
        atCountedBatch,
      };
    });
  });
}

async function start(page: Page, name: NetworkName, kernels: Kernels, batch = batches[name]) {
  await page.waitForFunction(() => window.start !== undefined);
  const { adapter } = await page.evaluate(([one, which, size]) => window.start!(one, which, size), [
    name,
    kernels,
    batch,
  ] as const);
  const speed = await measure(page, 1);
  return {
    adapter,
    stepsFor: (seconds: number) => Math.max(1, Math.round((seconds * speed) / batch)),
  };
}

function measure(page: Page, steps: number): Promise<number> {
  return page.evaluate((count) => window.measure!(count), steps);
}

/** @param times whether to time each dispatch, which takes as long as some steps */
function profile(page: Page, times: boolean): Promise<Recording> {
  return page.evaluate((wanted) => window.profile!(wanted), times);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

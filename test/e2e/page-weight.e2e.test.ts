/** What a real browser fetches before a dataset is opened; the manifest alone would miss workers and early imports. */
import { chromium } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { expect, inject, it } from 'vitest';
import { driverArguments } from '../../src/headless/browser.ts';

const budgetBytes = 120_000;

it.each([
  ['en-GB', 'Data'],
  ['zh-CN', '数据'],
])(
  'loads at most 120 kB of script, from its own origin only, and keeps to its policy (%s)',
  async (locale, data) => {
    const browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: [...driverArguments],
    });
    try {
      const page = await browser.newPage({ locale });
      const scripts = new Map<string, number>();
      const foreign: string[] = [];
      const complaints: string[] = [];
      const reading: Promise<void>[] = [];
      page.context().on('response', (response) => {
        const url = response.url();
        if (!url.startsWith(inject('url')) && !url.startsWith('blob:')) foreign.push(url);
        if (!/\.m?js$/.test(url)) return;
        reading.push(
          response.body().then((body) => {
            scripts.set(url, gzipSync(body).length);
          }),
        );
      });
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));

      await page.goto(`${inject('url')}/`);
      await page.getByRole('heading', { name: data }).first().waitFor();
      await page.waitForLoadState('networkidle');
      await Promise.all(reading);

      expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
      expect(scripts.size).toBeGreaterThan(0);
      expect([...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(
        budgetBytes,
      );
      // Words of the other language are loaded when somebody asks for them.
      expect([...scripts.keys()].filter((url) => /\/(en|zh)-[^/]*$/.test(url))).toHaveLength(1);
      expect(foreign).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);

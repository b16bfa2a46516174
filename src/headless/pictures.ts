/**
 * Takes pictures of the built page on its way through the built-in sample: every step in both languages, light and dark, wide and
 * narrow. For looking at (`npm run pictures -- <folder>`), and for the few in `docs/` that the README shows.
 */
import { chromium, type Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { driverArguments, ensureBrowser } from './browser.ts';
import { distFolder, ensureBuilt } from './project.ts';
import { serveFolder } from './serve.ts';

const widths = [1280, 390];
const languages = ['en', 'zh-CN'];
const themes = ['light', 'dark'];

type Step = 'data' | 'target' | 'cut' | 'health' | 'train' | 'results' | 'keep';

function press(page: Page, action: string): Promise<void> {
  return page.locator(`[data-action="${action}"]`).first().click();
}

async function reach(page: Page, step: Step, state: string): Promise<void> {
  await page.locator(`[data-step="${step}"][data-state="${state}"]`).waitFor({ timeout: 600_000 });
}

/** The page as it is now, in all its appearances: language and theme are switched by its own controls. */
async function takeAll(page: Page, folder: string, name: string): Promise<void> {
  for (const language of languages) {
    if ((await page.locator('html').getAttribute('lang')) !== language)
      await press(page, 'switch-language');
    for (const theme of themes) {
      await page.locator('[data-action="choose-theme"]').selectOption(theme);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        const path = join(folder, `${name}-${language.slice(0, 2)}-${theme}-${width}.png`);
        await page.screenshot({ path, fullPage: true });
      }
    }
  }
  await page.setViewportSize({ width: widths[0]!, height: 900 });
}

async function takeSteps(page: Page, folder: string): Promise<void> {
  await takeAll(page, folder, '1-empty');
  await press(page, 'choose-sample');
  await reach(page, 'target', 'open');
  await takeAll(page, folder, '2-target');
  await press(page, 'confirm-target');
  await reach(page, 'cut', 'open');
  await page.waitForTimeout(2000);
  await takeAll(page, folder, '3-cut');
  await press(page, 'start-cut');
  await reach(page, 'cut', 'done');
  await takeAll(page, folder, '4-sheet');
  await press(page, 'start-training');
  await page
    .locator('[data-step="train"] figure, [data-step="train"] svg')
    .first()
    .waitFor({ timeout: 600_000 });
  await page.waitForTimeout(25_000);
  await takeAll(page, folder, '5-training');
  await reach(page, 'train', 'done');
  await page.waitForTimeout(2000);
  await takeAll(page, folder, '6-results');
  await press(page, 'make-files');
  await reach(page, 'keep', 'done');
  await takeAll(page, folder, '7-keep');
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: npm run pictures -- <folder>');
await mkdir(folder, { recursive: true });
ensureBuilt();
const server = await serveFolder(distFolder, { port: 0 });
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...driverArguments] });
try {
  const page = await browser.newPage({ locale: 'en' });
  await page.goto(server.url);
  await takeSteps(page, folder);
} finally {
  await browser.close();
  await server.close();
}

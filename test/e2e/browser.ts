/**
 * A real browser at the built page, for tests that do what a person does. Its profile lies on disk, as a person's does: an
 * incognito one has another quota and forgets what this program keeps. What the page must never do is written down as it goes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { driverArguments } from '../../src/headless/browser.ts';

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Requests to other origins, console errors (breaches of the security policy among them), uncaught exceptions. */
  readonly complaints: readonly string[];
  /** Closes the browser; deletes the profile unless the caller gave it. */
  close(): Promise<void>;
}

export interface VisitOptions {
  /** BCP 47; the page starts in it. */
  readonly locale?: string;
  /** A profile's folder, to come back to what was kept; a new one otherwise. */
  readonly profile?: string;
  /** Path on the server. */
  readonly path?: string;
  /** Done in each document before its scripts run, to take away what other browsers lack. */
  readonly before?: () => void;
}

/** Starts a browser and opens the page. */
export async function visit(options: VisitOptions = {}): Promise<Visit> {
  const { locale = 'en-US', path = '/', before } = options;
  const profile = options.profile ?? (await newFolder('profile'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: inject('browserPath'),
    args: [...driverArguments],
    acceptDownloads: true,
    locale,
    viewport: { width: 1280, height: 900 },
  });
  const complaints = complaintsOf(context);
  if (before !== undefined) await context.addInitScript(before);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(inject('url') + path);
  return {
    context,
    page,
    complaints,
    close: async () => {
      await context.close();
      if (options.profile === undefined) await rm(profile, { recursive: true });
    },
  };
}

/** A new folder under the system's temporary one. */
export function newFolder(what: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `microtome-${what}-`));
}

function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const isOwn = origin === inject('url') || protocol === 'blob:' || protocol === 'data:';
    if (!isOwn) complaints.push(`request to ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${String(error.error())}`));
  return complaints;
}

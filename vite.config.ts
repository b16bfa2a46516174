/**
 * How the page is built, served while developing, and tested. Two HTML entries: the page that people see, and the one
 * that the headless runner drives. The three Vitest projects are told apart by file name, so a test says where it runs.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import packageFile from './package.json' with { type: 'json' };
import { driverArguments, findBrowser, softwareGpuArguments } from './src/headless/browser.ts';
import { isolationHeaders, pageHeaders } from './src/headless/http-headers.ts';

// Only tests need a browser: a build must not fail for want of one.
const browserPath = process.env.VITEST === undefined ? null : findBrowser();

/** Packages of which not the root is imported. */
const entryPoints: Readonly<Record<string, string>> = {
  '@cornerstonejs/codec-charls': '@cornerstonejs/codec-charls/decodewasmjs',
  '@cornerstonejs/codec-openjpeg': '@cornerstonejs/codec-openjpeg/decodewasmjs',
  '@cornerstonejs/codec-openjph': '@cornerstonejs/codec-openjph/wasmjs',
  'read-excel-file': 'read-excel-file/universal',
};
const dependencies = Object.keys(packageFile.dependencies).map((name) => entryPoints[name] ?? name);

export default defineConfig({
  plugins: [svelte()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    manifest: true,
    modulePreload: { polyfill: false },
    // Inlined assets would need `data:` in connect-src, and wasm has to arrive as application/wasm to be streamed.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ['index.html', 'headless.html'] },
  },
  // Bundled before the first test starts: a dependency met in the middle of a run would reload the page under it.
  optimizeDeps: { include: dependencies },
  server: { headers: isolationHeaders },
  preview: { headers: pageHeaders },
  test: {
    // Generous, since the first use of a linter or a backend on a busy machine is slow and nothing here should ever hang.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          exclude: ['test/e2e/**'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(browserPath === null ? {} : { executablePath: browserPath }),
                args: [...driverArguments, ...softwareGpuArguments],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.test.ts'],
          globalSetup: ['test/e2e/serve-dist.setup.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

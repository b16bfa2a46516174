/**
 * Where this project lies on disk, and its build: made when it is missing or older than what it is made from. The environment
 * variable MICROTOME_DIST names the folder of another build, which is taken as it is.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const givenBuild = process.env.MICROTOME_DIST;
export const distFolder = givenBuild ?? join(projectFolder, 'dist');
export const manifestFile = join(distFolder, '.vite', 'manifest.json');

const builtFrom = [
  'headless.html',
  'index.html',
  'package-lock.json',
  'public',
  'src',
  'svelte.config.js',
  'vite.config.ts',
  'workers',
];

/** Time of the newest file below `path` in ms since 1970; 0 where there is nothing. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether `built` is there and no older than any of `sources` (files or folders). */
export function isUpToDate(built: string, sources: readonly string[]): boolean {
  const made = newest(built);
  return made > 0 && sources.every((source) => newest(source) <= made);
}

/**
 * Builds the page if need be; what the build prints goes to stderr.
 * @throws Error when the build fails
 */
export function ensureBuilt(): void {
  if (givenBuild !== undefined) return;
  const sources = builtFrom.map((name) => join(projectFolder, name));
  if (isUpToDate(manifestFile, sources)) return;
  process.stderr.write('Building the page first.\n');
  const vite = join(
    dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin',
    'vite.js',
  );
  const build = spawnSync(process.execPath, [vite, 'build'], {
    cwd: projectFolder,
    stdio: ['ignore', 2, 2],
    // Whoever asks may be a test, for which another page would be built.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (build.status !== 0) throw new Error('The build failed; its messages are above.');
}

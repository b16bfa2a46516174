/**
 * Finds a Chromium-family browser that is already on this machine: Chrome, Chromium or Edge. Tests and the headless
 * runner use that one instead of downloading a build of their own. On a Debian-like system where we may install
 * packages, `ensureBrowser` falls back to the distribution's own `chromium`. Firefox and Safari are left out: the runner
 * drives the DevTools protocol.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the search looks at; tests pass their own. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  isExecutable: (path: string) => boolean;
}

/** There is no browser, and none could be installed. The message says what to do. */
export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

const linuxCommands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const linuxFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

const thisMachine: Surroundings = {
  platform: process.platform,
  env: process.env,
  isExecutable: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

function usualPlaces({ platform, env }: Surroundings): string[] {
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env.HOME === undefined ? [] : [`${env.HOME}/Applications`])];
    return roots.flatMap((root) =>
      macApplications.map((name) => `${root}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => windowsPrograms.map((program) => `${root}\\${program}`));
  }
  const folders = [
    ...linuxFolders,
    ...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  return folders.flatMap((folder) => linuxCommands.map((command) => join(folder, command)));
}

/**
 * Path of the browser to use, or `null` where there is none. `CHROME_PATH` comes first.
 * @throws NoBrowserError when `CHROME_PATH` is set but is not an executable file.
 */
export function findBrowser(surroundings: Surroundings = thisMachine): string | null {
  const chosen = surroundings.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (surroundings.isExecutable(chosen)) return chosen;
    throw new NoBrowserError(
      `CHROME_PATH is "${chosen}", which is not an executable file. Correct it or unset it.`,
    );
  }
  return usualPlaces(surroundings).find((path) => surroundings.isExecutable(path)) ?? null;
}

/** Runs a command with its output on stderr, so that stdout stays the result's alone. */
function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

function installDebianChromium(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (!thisMachine.isExecutable('/usr/bin/apt-get')) return false;
  process.stderr.write("No Chrome, Chromium or Edge was found: installing Debian's chromium package.\n");
  return (
    succeeds('apt-get', ['update']) &&
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  );
}

/**
 * Path of the browser to use; installs Debian's `chromium` where there is none and `apt-get` is usable as root.
 * @throws NoBrowserError when there is no browser afterwards either.
 */
export function ensureBrowser(): string {
  const found = findBrowser() ?? (installDebianChromium() ? findBrowser() : null);
  if (found !== null) return found;
  throw new NoBrowserError(
    'No Chrome, Chromium or Edge was found. Install one of them (on Debian or Ubuntu, as root: ' +
      'apt-get install chromium), or set CHROME_PATH to its executable.',
  );
}

/**
 * Start arguments for a browser that a program drives: no first-run pages and no traffic of its own. WebGPU is asked
 * for explicitly because Linux builds still keep it behind a flag. Root cannot use the sandbox, which is how containers run.
 */
export const driverArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--ignore-gpu-blocklist',
];

/** For tests only: a WebGPU adapter in software, so that its code path runs, slowly, on machines without a GPU. */
export const softwareGpuArguments: readonly string[] = [
  '--use-webgpu-adapter=swiftshader',
  '--use-vulkan=swiftshader',
  '--enable-unsafe-swiftshader',
];

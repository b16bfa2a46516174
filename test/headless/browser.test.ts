import { describe, expect, it } from 'vitest';
import { findBrowser, NoBrowserError, type Surroundings } from '../../src/headless/browser.ts';

function machine(
  platform: NodeJS.Platform,
  executables: readonly string[],
  env: Record<string, string> = {},
): Surroundings {
  return { platform, env, isExecutable: (path) => executables.includes(path) };
}

describe('findBrowser', () => {
  it('prefers CHROME_PATH to every usual place', () => {
    const here = machine('linux', ['/opt/chrome', '/usr/bin/chromium'], { CHROME_PATH: '/opt/chrome' });
    expect(findBrowser(here)).toBe('/opt/chrome');
  });

  it('refuses a CHROME_PATH that cannot be run instead of quietly using another browser', () => {
    const here = machine('linux', ['/usr/bin/chromium'], { CHROME_PATH: '/no/such/file' });
    expect(() => findBrowser(here)).toThrow(NoBrowserError);
    expect(() => findBrowser(here)).toThrow('/no/such/file');
  });

  it('treats an empty CHROME_PATH as unset', () => {
    expect(findBrowser(machine('linux', ['/usr/bin/chromium'], { CHROME_PATH: '' }))).toBe(
      '/usr/bin/chromium',
    );
  });

  it.each([
    ['linux', '/usr/bin/google-chrome', {}],
    ['linux', '/home/ada/bin/chromium', { PATH: '/bin:/home/ada/bin' }],
    ['darwin', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge', {}],
    ['darwin', '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium', { HOME: '/Users/ada' }],
    [
      'win32',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      { PROGRAMFILES: 'C:\\Program Files' },
    ],
  ] as const)('finds the usual place on %s: %s', (platform, path, env) => {
    expect(findBrowser(machine(platform, [path], env))).toBe(path);
  });

  it('returns null where there is none', () => {
    expect(findBrowser(machine('linux', [], { PATH: '/bin' }))).toBeNull();
    expect(findBrowser(machine('win32', []))).toBeNull();
  });
});

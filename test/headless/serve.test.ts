import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePath, serveFolder, type StaticServer } from '../../src/headless/serve.ts';

let folder: string;
let server: StaticServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'microtome-serve-'));
  const root = join(folder, 'dist');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(root, '.vite'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(root, '.vite', 'manifest.json'), '{}');
  await writeFile(join(root, 'index.html'), '<p>page</p>');
  await writeFile(join(root, 'assets', 'kernel-1a2b.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d));
  await writeFile(join(root, 'assets', 'script-1a2b.js'), 'export {};');
  await writeFile(join(root, '名 前.txt'), 'a name');
  server = await serveFolder(root, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A raw request: `fetch` would tidy the path up before sending it. */
function rawStatus(path: string, method = 'GET'): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  return new Promise((done, failed) => {
    const sent = request({ hostname, port, path, method }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sent.on('error', failed).end();
  });
}

describe('serveFolder', () => {
  it('serves the page with the isolation headers and the policy', async () => {
    const response = await fetch(`${server.url}/`);
    expect(await response.text()).toBe('<p>page</p>');
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const policy = headers['content-security-policy']?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy?.filter((directive) => directive.includes("'unsafe-eval'"))).toEqual([]);
  });

  it.each([
    ['assets/kernel-1a2b.wasm', 'application/wasm', 4, 'public, max-age=31536000, immutable'],
    [
      'assets/script-1a2b.js',
      'text/javascript; charset=utf-8',
      10,
      'public, max-age=31536000, immutable',
    ],
    [encodeURIComponent('名 前.txt'), 'text/plain; charset=utf-8', 6, 'no-cache'],
    ['index.html?a=../..#b', 'text/html; charset=utf-8', 11, 'no-cache'],
  ])('serves %s as %s', async (path, type, length, caching) => {
    const response = await fetch(`${server.url}/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(caching);
    expect((await response.arrayBuffer()).byteLength).toBe(length);
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(server.url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('11');
    expect(await response.text()).toBe('');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%2e%2e%2f%2e%2e%2fetc/passwd',
    '//etc/passwd',
    '/.vite/manifest.json',
    '/index.html%00.txt',
    '/%zz',
    '/assets',
    '/assets/',
    '/missing.js',
    '/index.html/x',
  ])('does not serve %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it('only reads', async () => {
    expect(await rawStatus('/', 'POST')).toBe(405);
  });

  it('takes the next port where one is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveFolder(folder, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const next = await serveFolder(folder, { port, attempts: 20 });
    expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
    await next.close();
  });
});

describe('filePath', () => {
  it('stays inside the root also where another folder starts with the same letters', () => {
    expect(filePath('/srv/dist', '/../dist-private/x')).toBeNull();
    expect(filePath('/srv/dist', '/a/b.js')).toBe('/srv/dist/a/b.js');
  });
});

/**
 * The Node side of the headless runner against a page that keeps the contract and nothing more, so that what fails here is
 * the way between Node and a page: inputs, progress, downloads, failures, a page that dies.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serveFolder, type StaticServer } from '../../src/headless/serve.ts';
import { inspect, PageFailure, run, saveDownloads, withPage } from '../../src/headless/session.ts';

const html = `<!doctype html><meta charset="utf-8"><title>contract</title>
<input type="file" id="source-directory" webkitdirectory><input type="file" id="source-file">
<input type="file" id="start-weights">
<script type="module" src="/page.js"></script>`;

/** `inspect` lists what the inputs hold; `run` hands over three files, and then does what `set.then` says. */
const script = `
function files() {
  return ['source-directory', 'source-file', 'start-weights'].flatMap((id) =>
    Array.from(document.getElementById(id).files, (file) => id + ' ' + (file.webkitRelativePath || file.name) + ' ' + file.size));
}
function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
}
window.microtome = {
  async inspect(options) {
    return { ok: true, value: { title: options.target ?? 'all', evidence: files() } };
  },
  async run({ recipe, set }) {
    await window.microtomeProgress('working');
    download('recipe.json', JSON.stringify({ recipe, set }));
    download('report.html', '<p>report</p>');
    download('tfjs__weights.bin', 'x'.repeat(3_000_000));
    if (set.then === 'fail') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const failure = { name: 'AppError', kind: 'one-class', file: 'a.csv', reason: 'found one', remedy: 'add another' };
      return { ok: false, failure };
    }
    return { ok: true, value: { metrics: { seed: 1 }, files: ['recipe.json', 'report.html', 'tfjs/weights.bin'] } };
  },
};`;

let folder: string;
let server: StaticServer;
let lines: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'microtome-session-'));
  await mkdir(join(folder, 'page'));
  await mkdir(join(folder, 'data', 'cat'), { recursive: true });
  await writeFile(join(folder, 'page', 'headless.html'), html);
  await writeFile(join(folder, 'page', 'page.js'), script);
  await writeFile(join(folder, 'data', 'cat', 'a.png'), 'four');
  await writeFile(join(folder, 'data', 'table.csv'), 'seven77');
  server = await serveFolder(join(folder, 'page'), { port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function session(path: string, isFolder: boolean) {
  lines = [];
  return {
    browser: inject('browserPath'),
    url: server.url,
    source: { path: join(folder, path), isFolder },
    report: (line: string) => void lines.push(line),
  };
}

describe('a session', () => {
  it('gives the page a folder with its paths', async () => {
    const report = await withPage(session('data', true), (page) => inspect(page, {}));
    expect(report.title).toBe('all');
    expect([...report.evidence].sort()).toEqual([
      'source-directory data/cat/a.png 4',
      'source-directory data/table.csv 7',
    ]);
  });

  it('gives the page a single file, and options', async () => {
    const report = await withPage(session('data/table.csv', false), (page) =>
      inspect(page, { target: 'grade' }),
    );
    expect(report.title).toBe('grade');
    expect(report.evidence).toEqual(['source-file table.csv 7']);
  });

  it('gives the page the weights to start from', async () => {
    const start = join(folder, 'data', 'cat', 'a.png');
    const report = await withPage({ ...session('data/table.csv', false), start }, (page) =>
      inspect(page, {}),
    );
    expect(report.evidence).toEqual(['source-file table.csv 7', 'start-weights a.png 4']);
  });

  it('saves all files, in their folders, before it says that the run is done', async () => {
    const out = join(folder, 'out');
    const metrics = await withPage(session('data', true), async (page) => {
      const saved = saveDownloads(page, out);
      const report = await run(page, { recipe: { version: 1 }, set: { 'cut.size': 64 } });
      await saved(report.files);
      return report.metrics;
    });
    expect(metrics).toEqual({ seed: 1 });
    expect((await readdir(out)).sort()).toEqual(['recipe.json', 'report.html', 'tfjs']);
    expect(JSON.parse(await readFile(join(out, 'recipe.json'), 'utf8'))).toEqual({
      recipe: { version: 1 },
      set: { 'cut.size': 64 },
    });
    expect(await readFile(join(out, 'report.html'), 'utf8')).toBe('<p>report</p>');
    expect((await readFile(join(out, 'tfjs', 'weights.bin'))).length).toBe(3_000_000);
    expect(lines).toEqual(['working']);
  });

  it('passes a failure on with its kind, and keeps what was written before it', async () => {
    const out = join(folder, 'failed');
    const failing = withPage(session('data', true), async (page) => {
      const saved = saveDownloads(page, out);
      return run(page, { set: { then: 'fail' } }).finally(() => saved([]));
    });
    await expect(failing).rejects.toBeInstanceOf(PageFailure);
    await expect(failing).rejects.toMatchObject({
      failure: { kind: 'one-class', file: 'a.csv', remedy: 'add another' },
    });
    expect(await readFile(join(out, 'report.html'), 'utf8')).toBe('<p>report</p>');
  });

  it('ends when the page is closed, instead of waiting for ever', async () => {
    const closing = withPage(session('data', true), async (page) => {
      await page.context().close();
      return new Promise(() => undefined);
    });
    await expect(closing).rejects.toThrow('closed before the job was done');
  });
});

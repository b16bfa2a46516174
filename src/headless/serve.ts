/**
 * Serves the built page to this machine only, with the headers that it is tested with. Node's own http and nothing else:
 * no listing, no ranges, no compression, because a browser on the same machine needs none of them.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pageHeaders } from './http-headers.ts';

const loopback = '127.0.0.1';

const mediaTypes: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
};

export interface StaticServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** First port to try; 0 takes any free one. */
  readonly port: number;
  /** How many ports to try from there. */
  readonly attempts?: number;
}

/**
 * Serves the files below `root` on the loopback address.
 * @throws what `listen` throws when no port could be had
 */
export async function serveFolder(
  root: string,
  { port, attempts = 1 }: ServeOptions,
): Promise<StaticServer> {
  const folder = resolve(root);
  const server = createServer((request, response) => void answer(folder, request, response));
  const taken = await listen(server, port, attempts);
  return {
    url: `http://${loopback}:${taken}`,
    close: () =>
      new Promise((done, failed) => {
        server.close((error) => (error === undefined ? done() : failed(error)));
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, port: number, attempts: number): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      await new Promise<void>((done, failed) => {
        server.once('error', failed);
        server.listen(port === 0 ? 0 : port + attempt, loopback, () => {
          server.off('error', failed);
          done();
        });
      });
      break;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || attempt + 1 >= attempts) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.');
  return address.port;
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      refuse(response, 405);
      return;
    }
    const path = filePath(root, request.url ?? '/');
    const file = path === null ? null : await openFile(path);
    if (path === null || file === null) {
      refuse(response, 404);
      return;
    }
    await send(path, file, request.method === 'HEAD', response);
  } catch (error) {
    // A browser that closes a page mid-download is no failure of the server.
    if (response.destroyed) return;
    process.stderr.write(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}\n`);
    if (response.headersSent) response.destroy();
    else refuse(response, 500);
  }
}

/** The file that a request's path names, or null where it names none that may be served. */
export function filePath(root: string, requestUrl: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(requestUrl.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  const hidden = path.split(/[/\\]/).some((part) => part.startsWith('.'));
  if (!path.startsWith('/') || path.includes('\0') || hidden) return null;
  const file = resolve(join(root, path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(root + sep) ? file : null;
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (isMissing) return null;
    throw error;
  }
}

async function send(
  path: string,
  file: FileHandle,
  headOnly: boolean,
  response: ServerResponse,
): Promise<void> {
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      refuse(response, 404);
      return;
    }
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': mediaTypes[extname(path)] ?? 'application/octet-stream',
      'Content-Length': stat.size,
      // Names under assets/ carry a hash of their content; the rest may change with the next build.
      'Cache-Control': path.includes(`${sep}assets${sep}`)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    });
    if (headOnly) response.end();
    else await pipeline(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}

const reasons: Readonly<Record<number, string>> = {
  404: 'Not found',
  405: 'Method not allowed',
  500: 'Server error',
};

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reasons[status] ?? ''}\n`);
}

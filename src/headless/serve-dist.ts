/** `npm start`: serves the built page and prints where it is. The port is 4173 or, where that is taken, the next free one. */
import { serveFolder } from './serve.ts';
import { distFolder } from './project.ts';

const firstPort = 4173;

const server = await serveFolder(distFolder, { port: firstPort, attempts: 100 });
process.stdout.write(`Microtome is at ${server.url}/ (only for this machine; Ctrl-C ends it)\n`);

/** Makes sure that there is a browser before tests that need one start; says which one on stderr. */
import { ensureBrowser } from './browser.ts';

process.stderr.write(`Browser: ${ensureBrowser()}\n`);
